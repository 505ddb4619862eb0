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
            code.Open("[");
            foreach (var item in lists[i].Items)
            {
                code.Line(item + ",");
            }

            code.Close("];");
        }

        code.Close();
        return new GeneratedFile($"ConventionRegistry.{name}.g.cs", code.ToString());
    }

    /// <summary>Writes <c>new Type { A = x, B = y }</c>, leaving out what has the default value.</summary>
    public static string Object(string type, params ReadOnlySpan<(string Property, string? Value)> members)
    {
        var written = new List<string>();
        foreach (var (property, value) in members)
        {
            if (value is not (null or "null" or "[]" or "false"))
            {
                written.Add($"{property} = {value}");
            }
        }

        return $"new {type} {{ {string.Join(", ", written)} }}";
    }
}
