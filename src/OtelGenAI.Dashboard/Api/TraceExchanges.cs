using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Reads what was asked of a run and what it answered, from the one or two spans that say it.</summary>
/// <remarks>Thread-safe; each reading uses a batch of its own.</remarks>
internal sealed class TraceExchanges(ITraceStore store, KnownTrees trees, AttributeKeyTable keys, DialectReader reader)
{
    // A line is shown of it.
    private const int MostCharacters = 600;

    // Larger trees are worth remembering; of a page of small ones nobody opens more than a few.
    private const int MaxSpansReadAnew = 1_000;

    // Log records of one span; in some dialects each holds a message.
    private const int MaxLogs = 200;

    /// <summary>The exchange of a trace.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceId">Which.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns><see langword="null"/> when there is no such trace.</returns>
    public async Task<TraceExchangeView?> FindAsync(TenantId tenant, TraceId traceId, CancellationToken cancellation)
    {
        if (await TreeAsync(tenant, traceId, cancellation) is not { } tree)
        {
            return null;
        }

        var speakers = SpeakersOf(tree);
        foreach (var (first, last) in speakers)
        {
            var begin = await ContentAsync(tenant, traceId, first, cancellation);
            var end = last == first ? begin : await ContentAsync(tenant, traceId, last, cancellation);
            if (begin?.Input is not null || end?.Output is not null)
            {
                var asked = begin?.Input?.LastOrDefault(message => TextOf(message?["role"]) == "user");
                return new TraceExchangeView(traceId.ToString(), HasSpeaker: true, SaidOf(asked), SaidOf(end?.Output?.LastOrDefault()));
            }
        }

        return new TraceExchangeView(traceId.ToString(), HasSpeaker: speakers.Count > 0, Asked: null, Answered: null);
    }

    private async Task<TraceTree?> TreeAsync(TenantId tenant, TraceId traceId, CancellationToken cancellation)
    {
        if (await store.GetTraceSummaryAsync(tenant, traceId, cancellation) is not { } line)
        {
            return null;
        }

        return line.SpanCount > MaxSpansReadAnew
            ? (await trees.FindAsync(tenant, traceId, cancellation))?.Tree
            : await store.GetTraceAsync(tenant, traceId, cancellation) is { } trace ? TraceTree.Build(trace.Spans) : null;
    }

    // The outermost agent or workflow speaks for the run, where its instrumentation says what went in and came out; else its first and last top-most call.
    private static List<(SpanId First, SpanId Last)> SpeakersOf(TraceTree tree)
    {
        List<(SpanId First, SpanId Last)> speakers = [];
        (TraceTreeNode? outer, TraceTreeNode? first, TraceTreeNode? last) = (null, null, null);
        foreach (var node in tree.Nodes)
        {
            outer ??= node.Span.Kind is ObservationKind.Agent or ObservationKind.Workflow ? node : null;
            first ??= node.Span.Kind == ObservationKind.Llm ? node : null;
            last = node.Span.Kind == ObservationKind.Llm && node.Depth == first?.Depth ? node : last;
        }

        if (outer is { } agent)
        {
            speakers.Add((agent.Span.SpanId, agent.Span.SpanId));
        }

        if (first is { } begin && last is { } end)
        {
            speakers.Add((begin.Span.SpanId, end.Span.SpanId));
        }

        return speakers;
    }

    private async Task<SpanContent?> ContentAsync(TenantId tenant, TraceId traceId, SpanId spanId, CancellationToken cancellation)
    {
        if (await store.GetSpanAsync(tenant, traceId, spanId, cancellation) is not { } stored)
        {
            return null;
        }

        var batch = new TelemetryBatch(keys);
        OtlpTraceDecoder.DecodeStored(batch, stored.Message, stored.ResourceEnvelope, stored.ScopeEnvelope, OtlpLimits.Default);
        reader.Read(batch);
        var content = SpanContentReader.Read(batch, spanIndex: 0);
        var logs = new LogReading(keys);
        logs.Add(await store.GetLogsAsync(tenant, traceId, spanId, MaxLogs, cancellation));
        logs.Content.Complete(content);
        return content;
    }

    private static SaidView? SaidOf(JsonNode? message)
    {
        if (message?["parts"] is not JsonArray parts)
        {
            return null;
        }

        var text = new StringBuilder();
        var types = new List<string>();
        foreach (var part in parts)
        {
            var type = TextOf(part?["type"]) ?? "";
            if (type == "text" && TextOf(part!["content"])?.Trim() is { Length: > 0 } content)
            {
                text.Append(text.Length > 0 ? " " : "").Append(content);
            }
            else if (!types.Contains(type))
            {
                types.Add(type);
            }
        }

        return new SaidView(text.Length > 0 ? Beginning(text.ToString()) : null, types);
    }

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    // Never half a character.
    private static string Beginning(string text) => text.Length <= MostCharacters
        ? text
        : text[..(char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters)];
}

/// <summary>What was asked of a run and what it answered.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="HasSpeaker">Whether there is a span that could say so: an agent, a workflow or a model call. When it says neither, content was not captured.</param>
/// <param name="Asked">The last message of a user that went in; <see langword="null"/> when there is none.</param>
/// <param name="Answered">The last message that came out; <see langword="null"/> when there is none.</param>
internal sealed record TraceExchangeView(string TraceId, bool HasSpeaker, SaidView? Asked, SaidView? Answered);

/// <summary>The beginning of a message.</summary>
/// <param name="Text">Its text, at most 600 characters; <see langword="null"/> when it has none.</param>
/// <param name="Others">Types of its parts that are no text.</param>
internal sealed record SaidView(string? Text, IReadOnlyList<string> Others);
