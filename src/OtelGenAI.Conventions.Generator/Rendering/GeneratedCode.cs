using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Renders a whole registry.</summary>
internal static class GeneratedCode
{
    /// <summary>Renders every file, ordered by name. The same registry always gives the same text.</summary>
    public static IReadOnlyList<GeneratedFile> Render(ConventionModel registry)
    {
        IEnumerable<GeneratedFile> files =
        [
            .. ConstantClasses.Render(registry),
            .. ValueClasses.Render(registry),
            AttributeList.Render(registry),
            SpanLists.Render(registry),
            MetricList.Render(registry),
            EventLists.Render(registry),
            RenameLists.Render(registry),
            DialectLists.Render(registry),
        ];
        return [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
    }
}
