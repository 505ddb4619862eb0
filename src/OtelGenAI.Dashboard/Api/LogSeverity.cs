namespace OtelGenAI.Dashboard.Api;

/// <summary>Names of OTLP's severities: four numbers to a name, from 1.</summary>
internal static class LogSeverity
{
    private const int NumbersPerName = 4;

    /// <summary>The names, the least severe first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["trace", "debug", "info", "warn", "error", "fatal"];

    /// <summary>The name of a number, or <see langword="null"/> if OTLP has none.</summary>
    public static string? NameOf(int number) =>
        number >= 1 && number <= Names.Count * NumbersPerName ? Names[(number - 1) / NumbersPerName] : null;

    /// <summary>The least number of a name.</summary>
    public static bool TryParse(string name, out int number)
    {
        for (var at = 0; at < Names.Count; at++)
        {
            if (Names[at].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                number = (at * NumbersPerName) + 1;
                return true;
            }
        }

        number = 0;
        return false;
    }
}
