namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>
/// The list of bad inputs that every OTLP receiver meets, by number: 1 to 49 connections and gRPC framing, 50 to 64 OTLP/HTTP, 65 to 92
/// protobuf, J1 to J17 JSON. Tests say which rows they prove with <see cref="CoversRowsAttribute"/>; what no test of this project proves
/// stands here with the reason.
/// </summary>
internal static class BadInputRows
{
    /// <summary>Every number.</summary>
    public static IEnumerable<string> All =>
        [.. Enumerable.Range(1, 92).Select(number => $"{number}"), .. Enumerable.Range(1, 17).Select(number => $"J{number}")];

    /// <summary>Rows without a test in this project, and why.</summary>
    public static IReadOnlyDictionary<string, string> Excused { get; } = new Dictionary<string, string>
    {
        ["16"] = "'te: trailers' is never looked at, and no call of these tests sends it",
        ["92"] = "mutated requests are a property of the decoder: OracleTests of OtelGenAI.Otlp.Tests compares it with Google.Protobuf on them",
    };
}
