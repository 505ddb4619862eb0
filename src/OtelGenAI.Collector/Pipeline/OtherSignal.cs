namespace OtelGenAI.Collector.Pipeline;

/// <summary>Recognises JSON of another signal that was sent to the path of traces: a valid request without spans, of which nothing is kept.</summary>
internal static class OtherSignal
{
    // The name of the list is the first thing in every exporter's request; searching further would find it in somebody's prompt.
    private const int SearchedBytes = 64;

    /// <summary>What to tell the sender, or <see langword="null"/>.</summary>
    /// <param name="body">An <c>ExportTraceServiceRequest</c> in JSON that had no spans.</param>
    public static string? WarningOf(ReadOnlySpan<byte> body)
    {
        var beginning = body[..Math.Min(body.Length, SearchedBytes)];
        return beginning.IndexOf("\"resourceLogs\""u8) >= 0 ? "The request has no spans, but log records: nothing was kept. Send them to /v1/logs."
            : beginning.IndexOf("\"resourceMetrics\""u8) >= 0 ? "The request has no spans, but metrics: nothing was kept. Send them to /v1/metrics."
            : null;
    }
}
