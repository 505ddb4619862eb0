using OtelGenAI.Otlp.Responses;

namespace OtelGenAI.Collector.Pipeline;

/// <summary>Recognises JSON of another signal that was sent to the wrong path: a valid request without records, of which nothing is kept.</summary>
internal static class OtherSignal
{
    // The name of the list is the first thing in every exporter's request; searching further would find it in somebody's prompt.
    private const int SearchedBytes = 64;

    /// <summary>What to tell the sender, or <see langword="null"/>.</summary>
    /// <param name="wanted">The signal of the path.</param>
    /// <param name="body">A request in JSON that had nothing of that signal.</param>
    public static string? WarningOf(OtlpSignal wanted, ReadOnlySpan<byte> body)
    {
        var beginning = body[..Math.Min(body.Length, SearchedBytes)];
        (string Noun, string Path)? found = beginning.IndexOf("\"resourceSpans\""u8) >= 0 ? ("spans", "/v1/traces")
            : beginning.IndexOf("\"resourceLogs\""u8) >= 0 ? ("log records", "/v1/logs")
            : beginning.IndexOf("\"resourceMetrics\""u8) >= 0 ? ("metrics", "/v1/metrics")
            : null;
        var noun = wanted switch { OtlpSignal.Traces => "spans", OtlpSignal.Logs => "log records", _ => "metrics" };
        return found is { } other && other.Noun != noun
            ? $"The request has no {noun}, but {other.Noun}: nothing was kept. Send them to {other.Path}."
            : null;
    }
}
