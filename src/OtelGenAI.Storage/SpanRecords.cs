using OtelGenAI.Pricing;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage;

/// <summary>Makes the stored form of spans that arrived in a batch.</summary>
internal static class SpanRecords
{
    /// <summary>Makes the record of one span.</summary>
    /// <param name="batch">A batch that a dialect reader has read.</param>
    /// <param name="spanIndex">Which of its spans.</param>
    /// <param name="strings">Where its texts become strings.</param>
    /// <param name="prices">The prices in force.</param>
    public static SpanRecord Create(TelemetryBatch batch, int spanIndex, Utf8StringPool strings, PriceBook prices)
    {
        ref readonly var span = ref batch.Spans[spanIndex];
        ref readonly var columns = ref batch.Columns[spanIndex];
        ref readonly var resource = ref batch.ResourceColumns[span.ResourceIndex];
        var (start, end) = SpanTimes.Normalize(span.StartUnixNano, span.EndUnixNano);
        return new SpanRecord
        {
            TraceId = span.TraceId,
            SpanId = span.SpanId,
            ParentSpanId = span.ParentSpanId,
            Name = strings.Get(batch.Bytes(span.Name)) ?? "",
            SpanKind = span.SpanKind,
            StartUnixNano = start,
            EndUnixNano = end,
            StatusCode = span.StatusCode,
            Kind = columns.Kind,
            Flags = columns.Flags,
            Service = strings.Get(resource.ServiceName.Span),
            Release = strings.Get(resource.ServiceVersion.Span),
            Environment = strings.Get(resource.Environment.Span),
            Operation = strings.Get(columns.Operation.Span),
            Provider = strings.Get(columns.Provider.Span),
            RequestModel = strings.Get(columns.RequestModel.Span),
            ResponseModel = strings.Get(columns.ResponseModel.Span),
            ResponseId = strings.Get(columns.ResponseId.Span),
            FinishReasons = strings.Get(columns.FinishReasons.Span),
            AgentName = strings.Get(columns.AgentName.Span),
            ToolName = strings.Get(columns.ToolName.Span),
            ToolCallId = strings.Get(columns.ToolCallId.Span),
            ConversationId = strings.Get(columns.ConversationId.Span),
            UserId = strings.Get(columns.UserId.Span),
            ErrorType = strings.Get(columns.ErrorType.Span),
            Labels = columns.Labels,
            ResourceLabels = resource.Labels,
            Tokens = columns.Tokens,
            TimeToFirstChunkSeconds = columns.TimeToFirstChunkSeconds,
            ServiceTier = strings.Get(columns.ServiceTier.Span),
            ReportedCostUsd = columns.ReportedCostUsd,
            Cost = SpanPricing.CostOf(batch, spanIndex, strings, prices),
        };
    }
}
