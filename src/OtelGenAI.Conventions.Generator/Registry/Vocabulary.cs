namespace OtelGenAI.Conventions.Generator.Registry;

/// <summary>Words a convention file may use, each with the C# enum member it stands for.</summary>
internal static class Vocabulary
{
    public static IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["string"] = "String",
        ["int"] = "Int",
        ["double"] = "Double",
        ["boolean"] = "Boolean",
        ["string[]"] = "StringArray",
        ["any"] = "Any",
        ["template[string]"] = "TemplateString",
    };

    public static IReadOnlyDictionary<string, string> Stabilities { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["development"] = "Development",
        ["release_candidate"] = "ReleaseCandidate",
        ["stable"] = "Stable",
    };

    public static IReadOnlyDictionary<string, string> Kinds { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["internal"] = "Internal",
        ["client"] = "Client",
        ["server"] = "Server",
    };

    public static IReadOnlyDictionary<string, string> Instruments { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["counter"] = "Counter",
        ["histogram"] = "Histogram",
    };

    public static IReadOnlyDictionary<string, string> Levels { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["required"] = "Required",
        ["conditionally_required"] = "ConditionallyRequired",
        ["recommended"] = "Recommended",
        ["opt_in"] = "OptIn",
    };

    /// <summary>Severity numbers of the OpenTelemetry log data model.</summary>
    public static IReadOnlyDictionary<string, int> Severities { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["trace"] = 1,
        ["debug"] = 5,
        ["info"] = 9,
        ["warn"] = 13,
        ["error"] = 17,
        ["fatal"] = 21,
    };

    /// <summary>Types a measurement can have.</summary>
    public static IReadOnlyCollection<string> MeasurementTypes { get; } = ["int", "double"];
}
