using System.Text;
using System.Text.Json;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Pricing;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Opens a stored span: decodes its bytes and reads what it said.</summary>
/// <remarks>Thread-safe; each request uses a batch of its own.</remarks>
internal sealed class SpanDetails(AttributeKeyTable keys, DialectReader reader)
{
    /// <summary>Everything about a span.</summary>
    /// <param name="stored">The span with its payload.</param>
    /// <param name="place">Where it stands in the tree.</param>
    /// <param name="rollUp">It and what is below it, summed up.</param>
    /// <param name="logs">Its log records, in the order of time.</param>
    /// <param name="logsWithoutSpan">Log records that name no span, of the trace and of none: an evaluation may name the response instead.</param>
    /// <param name="prices">The prices in force.</param>
    public SpanDetailView Open(
        StoredSpan stored, TraceTreeNode place, SubtreeRollUp rollUp, IReadOnlyList<StoredLog> logs, IReadOnlyList<StoredLog> logsWithoutSpan, PriceBook prices)
    {
        var batch = new TelemetryBatch(keys);
        OtlpTraceDecoder.DecodeStored(batch, stored.Message, stored.ResourceEnvelope, stored.ScopeEnvelope, OtlpLimits.Default);
        reader.Read(batch);
        ref readonly var span = ref batch.Spans[0];
        ref readonly var resource = ref batch.Resources[span.ResourceIndex];
        ref readonly var scope = ref batch.Scopes[span.ScopeIndex];
        var content = SpanContentReader.Read(batch, spanIndex: 0);
        var attributes = ValueJson.ToObject(batch, span.Attributes);
        var reading = new LogReading(keys);
        reading.Add(logs);
        reading.Content.Complete(content);
        if (stored.Record.ResponseId is { } responseId)
        {
            reading.AddScoresOfResponse(logsWithoutSpan, responseId);
        }

        return new SpanDetailView(SpanNodeView.Of(place, rollUp))
        {
            TraceId = stored.Record.TraceId.ToString(),
            SpanKind = ApiStatus.SpanKindOf(span.SpanKind),
            PayloadDroppedBy = stored.PayloadDroppedBy,
            StatusMessage = Text(batch, span.StatusMessage),
            Input = content.Input,
            Output = content.Output,
            SystemInstructions = content.SystemInstructions,
            ToolDefinitions = content.ToolDefinitions,
            ToolArguments = content.ToolArguments,
            ToolResult = content.ToolResult,
            Documents = content.Documents,
            CutOff = [.. content.CutOff.Select(JsonNamingPolicy.CamelCase.ConvertName).Order(StringComparer.Ordinal)],
            IsTruncated = attributes[OtelGenAIAttributes.ContentTruncated]?.GetValueKind() == JsonValueKind.True,
            Attributes = attributes,
            Resource = new ResourceView(ValueJson.ToObject(batch, resource.Attributes), Text(batch, resource.SchemaUrl)),
            Scope = new ScopeView(
                Text(batch, scope.Name) ?? "", Text(batch, scope.Version), ValueJson.ToObject(batch, scope.Attributes), Text(batch, scope.SchemaUrl)),
            Events = Events(batch, span.Events),
            Logs = reading.Views,
            Scores = [.. Scores(batch, span.Events), .. reading.Scores],
            Links = Links(batch, span.Links),
            Explain = [.. SpanExplanation.Explain(reader, batch, content, place).Concat(CostExplanation.Explain(batch.Columns[0], place, prices))
                .Select(line => new ExplanationView(line.Field, line.Value, line.Because))],
        };
    }

    private static List<SpanEventView> Events(TelemetryBatch batch, RowRange events)
    {
        var views = new List<SpanEventView>(events.Count);
        foreach (ref readonly var row in batch.Events.Slice(events.First, events.Count))
        {
            var (time, _) = SpanTimes.Normalize(row.TimeUnixNano, row.TimeUnixNano);
            views.Add(new SpanEventView(Text(batch, row.Name) ?? "", ApiTime.Of(time), ValueJson.ToObject(batch, row.Attributes)));
        }

        return views;
    }

    private static List<ScoreView> Scores(TelemetryBatch batch, RowRange events)
    {
        List<ScoreView> scores = [];
        for (var at = 0; at < events.Count; at++)
        {
            ref readonly var row = ref batch.Events[events.First + at];
            if (EvaluationScore.Read(Text(batch, row.Name), ValueJson.ToObject(batch, row.Attributes)) is { } score)
            {
                scores.Add(LogReading.ViewOf(score, SpanTimes.Normalize(row.TimeUnixNano, row.TimeUnixNano).Start, $"events[{at}]"));
            }
        }

        return scores;
    }

    private static List<SpanLinkView> Links(TelemetryBatch batch, RowRange links)
    {
        var views = new List<SpanLinkView>(links.Count);
        foreach (ref readonly var row in batch.Links.Slice(links.First, links.Count))
        {
            views.Add(new SpanLinkView(row.TraceId.ToString(), row.SpanId.ToString(), ValueJson.ToObject(batch, row.Attributes)));
        }

        return views;
    }

    private static string? Text(TelemetryBatch batch, ByteRange range) =>
        range.IsEmpty ? null : Encoding.UTF8.GetString(batch.Bytes(range));
}
