namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Renders parts of <c>ConventionRegistry</c>: one list per property.</summary>
internal static class RegistryClass
{
    public static GeneratedFile Part(string name, IReadOnlyList<string> usings, params IReadOnlyList<RegistryListing> lists) =>
        Class($"ConventionRegistry.{name}.g.cs", "public static partial class ConventionRegistry", summary: null, usings, lists);

    /// <summary>Renders a class of lists.</summary>
    public static GeneratedFile Class(
        string file, string declaration, string? summary, IReadOnlyList<string> usings, IReadOnlyList<RegistryListing> lists)
    {
        var code = new CodeWriter(usings);
        if (summary is not null)
        {
            code.Summary(summary);
        }

        code.Line(declaration);
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
        return new GeneratedFile(file, code.ToString());
    }
}
