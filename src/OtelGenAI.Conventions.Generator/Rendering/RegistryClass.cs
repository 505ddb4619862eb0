namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Renders parts of <c>ConventionRegistry</c>: one list per property.</summary>
internal static class RegistryClass
{
    public static GeneratedFile Part(string name, IReadOnlyList<string> usings, params IReadOnlyList<RegistryListing> lists)
    {
        var code = new CodeWriter(usings);
        code.Line("public static partial class ConventionRegistry");
        code.Open();
        for (var i = 0; i < lists.Count; i++)
        {
            if (i > 0)
            {
                code.Line();
            }

            code.Summary(lists[i].Summary);
            code.Line($"public static IReadOnlyList<{lists[i].ItemType}> {lists[i].Property} {{ get; }} =");
            code.Lines(Literal.Lines(lists[i].Items) + ";");
        }

        code.Close();
        return new GeneratedFile($"ConventionRegistry.{name}.g.cs", code.ToString());
    }
}
