using System.Text;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Tests.Findings;

/// <summary>The stored form of a span of a golden case, as far as findings and transcripts ask.</summary>
internal static class GoldenRecord
{
    public static SpanRecord Of(TelemetryBatch batch, int index)
    {
        ref readonly var span = ref batch.Spans[index];
        ref readonly var columns = ref batch.Columns[index];
        var (start, end) = SpanTimes.Normalize(span.StartUnixNano, span.EndUnixNano);
        return new SpanRecord
        {
            TraceId = span.TraceId,
            SpanId = span.SpanId,
            ParentSpanId = span.ParentSpanId,
            Name = Encoding.UTF8.GetString(batch.Bytes(span.Name)),
            SpanKind = span.SpanKind,
            StartUnixNano = start,
            EndUnixNano = end,
            StatusCode = span.StatusCode,
            Kind = columns.Kind,
            Flags = columns.Flags,
            Service = Text(batch.ResourceColumns[span.ResourceIndex].ServiceName),
            Provider = Text(columns.Provider),
            RequestModel = Text(columns.RequestModel),
            ResponseModel = Text(columns.ResponseModel),
            ResponseId = Text(columns.ResponseId),
            FinishReasons = Text(columns.FinishReasons),
            AgentName = Text(columns.AgentName),
            ToolName = Text(columns.ToolName),
            ToolCallId = Text(columns.ToolCallId),
            ErrorType = Text(columns.ErrorType),
            Tokens = columns.Tokens,
        };
    }

    private static string? Text(ReadOnlyMemory<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text.Span);
}
