namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>
/// The list of bad inputs that every OTLP receiver meets, by number: 1 to 49 connections and gRPC framing, 50 to 64 OTLP/HTTP, 65 to 92
/// protobuf, 93 to 107 shapes of traces, J1 to J17 JSON. Tests say which rows they prove with <see cref="CoversRowsAttribute"/>; what no test of this project proves
/// stands here with the reason.
/// </summary>
internal static class BadInputRows
{
    /// <summary>Every number.</summary>
    public static IEnumerable<string> All =>
        [.. Enumerable.Range(1, 107).Select(number => $"{number}"), .. Enumerable.Range(1, 17).Select(number => $"J{number}")];

    /// <summary>Rows without a test in this project, and why.</summary>
    public static IReadOnlyDictionary<string, string> Excused { get; } = new Dictionary<string, string>
    {
        ["105"] = "a span older than retention has its day file dropped like any other: RetentionTests",
    };
}
