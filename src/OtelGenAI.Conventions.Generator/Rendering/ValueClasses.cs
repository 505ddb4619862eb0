using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Renders the known values of an attribute as constants, one class per attribute.</summary>
internal static class ValueClasses
{
    public static IEnumerable<GeneratedFile> Render(ConventionModel registry) =>
        registry.Attributes.Where(attribute => attribute.Values.Count > 0).Select(Class);

    private static GeneratedFile Class(AttributeEntry attribute)
    {
        var name = CSharpName.Member(attribute.Name) + "Values";
        var code = new CodeWriter();
        code.Summary($"Known values of {(attribute.IsDeprecated ? "the deprecated " : "")}{attribute.Name}; others are legal and must be kept.");
        code.Line($"public static class {name}");
        code.Open();
        var isFirst = true;
        foreach (var (value, brief) in attribute.Values)
        {
            if (!isFirst)
            {
                code.Line();
            }

            isFirst = false;
            code.Summary(brief ?? $"The value {value}.");
            code.Line($"public const string {CSharpName.Member(value)} = {Literal.Text(value)};");
        }

        code.Close();
        return new GeneratedFile(name + ".g.cs", code.ToString());
    }
}
