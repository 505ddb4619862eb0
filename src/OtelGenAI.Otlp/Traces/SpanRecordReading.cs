using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Traces;

/// <summary>The trace signal: records are spans.</summary>
internal readonly struct SpanRecordReading : IRecordReading
{
    /// <inheritdoc/>
    public static MessageSchema ResourceSchema => TraceSchema.ResourceSpans;

    /// <inheritdoc/>
    public static MessageSchema ScopeSchema => TraceSchema.ScopeSpans;

    /// <inheritdoc/>
    public static int Count(TelemetryBatch batch) => batch.Spans.Length;

    /// <inheritdoc/>
    public static void Read(ref DecodeContext context, int resourceIndex, int scopeIndex) =>
        SpanReading.ReadSpan(ref context, resourceIndex, scopeIndex);
}
