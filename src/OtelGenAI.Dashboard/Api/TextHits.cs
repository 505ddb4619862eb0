using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Logs;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Query;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Finds where words stand in a trace: in its spans, then in its log records.</summary>
/// <remarks>Thread-safe; each search uses a batch of its own.</remarks>
internal sealed class TextHits(ITraceStore store, AttributeKeyTable keys)
{
    /// <summary>Finds the first place of each span and log record.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceId">Which.</param>
    /// <param name="snippets">The words.</param>
    /// <param name="most">How many places are enough.</param>
    /// <param name="lines">Looks through names and numbers of attributes too; <see langword="null"/> when only what was said in words is asked for.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns><see langword="null"/> when nothing of the trace is there.</returns>
    public async Task<TextHitPageView?> FindAsync(
        TenantId tenant, TraceId traceId, QuerySnippets snippets, int most, AttributeLines? lines, CancellationToken cancellation)
    {
        List<TextHitView> hits = [];
        var batch = new TelemetryBatch(keys);
        List<ByteRange> texts = [];
        var isThere = false;
        long bytes = 0;
        await foreach (var stored in store.ReadSpansAsync(tenant, traceId, cancellation))
        {
            isThere = true;
            bytes += stored.Message.Length;
            if (bytes > TraceOpening.MaxPayloadBytes)
            {
                return new TextHitPageView(hits, IsWhole: false);
            }

            OtlpTraceDecoder.DecodeStored(batch, stored.Message, stored.ResourceEnvelope, stored.ScopeEnvelope, OtlpLimits.Default);
            texts.Clear();
            RecordTexts.OfSpan(batch, spanIndex: 0, texts);
            if ((FirstOf(batch, texts, snippets) ?? lines?.Find(batch, spanIndex: 0)) is { } found)
            {
                hits.Add(TextHitView.Of(stored.Record, found));
                if (hits.Count == most)
                {
                    return new TextHitPageView(hits, IsWhole: false);
                }
            }
        }

        await foreach (var stored in store.ReadLogsAsync(tenant, traceId, cancellation))
        {
            isThere = true;
            OtlpLogDecoder.DecodeStored(batch, stored.Message, stored.ResourceEnvelope, stored.ScopeEnvelope, OtlpLimits.Default);
            texts.Clear();
            RecordTexts.OfLog(batch, logIndex: 0, texts);
            if (FirstOf(batch, texts, snippets) is { } found)
            {
                hits.Add(TextHitView.Of(stored, found));
                if (hits.Count == most)
                {
                    return new TextHitPageView(hits, IsWhole: false);
                }
            }
        }

        return isThere ? new TextHitPageView(hits, IsWhole: true) : null;
    }

    private static TextSnippet? FirstOf(TelemetryBatch batch, List<ByteRange> texts, QuerySnippets snippets)
    {
        foreach (var text in texts)
        {
            if (snippets.Find(batch.Bytes(text)) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}

/// <summary>Places of a trace where words stand.</summary>
/// <param name="Items">One of each span, then one of each log record.</param>
/// <param name="IsWhole">Whether all of the trace was looked at: it may be too large, or there may be more places than are listed.</param>
internal sealed record TextHitPageView(IReadOnlyList<TextHitView> Items, bool IsWhole);

/// <summary>A place where words stand.</summary>
/// <param name="SpanId">The span; <see langword="null"/> for a log record of the trace that names none.</param>
/// <param name="Name">Name of the span; <see langword="null"/> when a log record says it.</param>
/// <param name="Kind">What the span is, or <c>log</c>.</param>
/// <param name="Before">What stands before the words.</param>
/// <param name="Match">The words.</param>
/// <param name="After">What stands after them.</param>
internal sealed record TextHitView(string? SpanId, string? Name, string Kind, string Before, string Match, string After)
{
    public static TextHitView Of(SpanRecord span, TextSnippet found) =>
        new(span.SpanId.ToString(), span.Name, span.Kind.Name, found.Before, found.Match, found.After);

    public static TextHitView Of(StoredLog log, TextSnippet found) =>
        new(log.SpanId.IsNone ? null : log.SpanId.ToString(), Name: null, "log", found.Before, found.Match, found.After);
}
