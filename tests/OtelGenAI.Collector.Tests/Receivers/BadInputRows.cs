namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>
/// The list of bad inputs that every OTLP receiver meets, by number: 1 to 49 connections and gRPC framing, 50 to 64 OTLP/HTTP, 65 to 92
/// protobuf, J1 to J17 JSON. Tests say which rows they prove with <see cref="CoversRowsAttribute"/>; what no test of this project proves
/// stands here with the reason.
/// </summary>
internal static class BadInputRows
{
    private const string InTheDecoder =
        "a property of the decoder, not of the door: OtelGenAI.Otlp.Tests feeds it the same bytes, in WireTests and OracleTests";

    /// <summary>Every number.</summary>
    public static IEnumerable<string> All =>
        [.. Enumerable.Range(1, 92).Select(number => $"{number}"), .. Enumerable.Range(1, 17).Select(number => $"J{number}")];

    /// <summary>Rows without a test in this project, and why.</summary>
    public static IReadOnlyDictionary<string, string> Excused { get; } = Rows(65, 92, InTheDecoder)
        .Append(new("16", "'te: trailers' is never looked at; every call of this project's HTTP client is without it"))
        .ToDictionary();

    private static IEnumerable<KeyValuePair<string, string>> Rows(int first, int last, string reason) =>
        Enumerable.Range(first, last - first + 1).Select(number => KeyValuePair.Create($"{number}", reason));
}
