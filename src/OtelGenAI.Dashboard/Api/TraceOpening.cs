using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Logs;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Opens every span of a stored trace: what each said, and what holds for all.</summary>
/// <remarks>Thread-safe; each request uses batches of its own.</remarks>
internal sealed class TraceOpening(ITraceStore store, AttributeKeyTable keys, DialectReader reader)
{
    /// <summary>Payload of a trace that is looked at, in bytes: what a run of hundreds of turns has. The rest is not opened, and that is said.</summary>
    public const long MaxPayloadBytes = 64 * 1024 * 1024;

    // Log records of one trace that may hold content; one record holds one message in some dialects.
    private const int MaxLogs = 20_000;

    /// <summary>Opens a trace.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceId">Which.</param>
    /// <param name="tree">Its tree.</param>
    /// <param name="rollUps">Its sums.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async Task<OpenedTrace> OpenAsync(
        TenantId tenant, TraceId traceId, TraceTree tree, IReadOnlyList<SubtreeRollUp> rollUps, CancellationToken cancellation)
    {
        var places = new Dictionary<SpanId, int>(tree.Nodes.Count);
        for (var i = 0; i < tree.Nodes.Count; i++)
        {
            places[tree.Nodes[i].Span.SpanId] = i;
        }

        var contents = new SpanContent?[tree.Nodes.Count];
        var batch = new TelemetryBatch(keys);
        long bytes = 0;
        await foreach (var stored in store.ReadSpansAsync(tenant, traceId, cancellation))
        {
            bytes += stored.Message.Length;
            if (bytes > MaxPayloadBytes)
            {
                break;
            }

            OtlpTraceDecoder.DecodeStored(batch, stored.Message, stored.ResourceEnvelope, stored.ScopeEnvelope, OtlpLimits.Default);
            reader.Read(batch);
            if (places.TryGetValue(stored.Record.SpanId, out var place) && batch.Columns[0].Kind != ObservationKind.Span)
            {
                contents[place] = SpanContentReader.Read(batch, spanIndex: 0);
            }
        }

        var areLogsWhole = await AddLogsAsync(tenant, traceId, places, contents, cancellation);
        return new OpenedTrace(tree, rollUps, contents) { IsWhole = bytes <= MaxPayloadBytes && areLogsWhole };
    }

    /// <summary>The line of a trace with its tags, metadata and version: those of a line that was stored before there were any are read from its spans.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="summary">The line.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async Task<TraceSummary> WithLabelsAsync(TenantId tenant, TraceSummary summary, CancellationToken cancellation)
    {
        if (summary.HasLabels)
        {
            return summary;
        }

        var (accumulator, strings, batch) = (new TraceAccumulator(summary.TraceId), new Utf8StringPool(), new TelemetryBatch(keys));
        long bytes = 0;
        await foreach (var stored in store.ReadSpansAsync(tenant, summary.TraceId, cancellation))
        {
            bytes += stored.Message.Length;
            if (bytes > MaxPayloadBytes)
            {
                break;
            }

            OtlpTraceDecoder.DecodeStored(batch, stored.Message, stored.ResourceEnvelope, stored.ScopeEnvelope, OtlpLimits.Default);
            reader.Read(batch);
            accumulator.Add(batch, spanIndex: 0, strings);
        }

        var labels = accumulator.Summarize();
        return summary with
        {
            ConversationId = labels.ConversationId ?? summary.ConversationId,
            UserId = labels.UserId ?? summary.UserId,
            Environment = labels.Environment ?? summary.Environment,
            Release = labels.Release ?? summary.Release,
            Version = labels.Version,
            Tags = labels.Tags,
            Metadata = labels.Metadata,
            HasLabels = true,
        };
    }

    private async Task<bool> AddLogsAsync(
        TenantId tenant, TraceId traceId, Dictionary<SpanId, int> places, SpanContent?[] contents, CancellationToken cancellation)
    {
        var bySpan = new Dictionary<int, List<StoredLog>>();
        var (count, isWhole) = (0, true);
        await foreach (var log in store.ReadLogsAsync(tenant, traceId, cancellation))
        {
            if (++count > MaxLogs)
            {
                isWhole = false;
                break;
            }

            if (places.TryGetValue(log.SpanId, out var place))
            {
                (bySpan.TryGetValue(place, out var logs) ? logs : bySpan[place] = []).Add(log);
            }
        }

        var batch = new TelemetryBatch(keys);
        foreach (var (place, logs) in bySpan)
        {
            var said = new LogContent();
            foreach (var log in logs.OrderBy(log => log.TimeUnixNano))
            {
                OtlpLogDecoder.DecodeStored(batch, log.Message, log.ResourceEnvelope, log.ScopeEnvelope, OtlpLimits.Default);
                said.Add(batch, logIndex: 0, "logs");
            }

            said.Complete(contents[place] ??= new SpanContent());
        }

        return isWhole;
    }
}
