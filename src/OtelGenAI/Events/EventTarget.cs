using OpenTelemetry;
using OpenTelemetry.Logs;

namespace OtelGenAI.Events;

/// <summary>Puts a record about a span of the past on that span, before exporters registered after this see it.</summary>
internal sealed class EventTarget : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        if (GenAIEventLog.Target is { } target && data.CategoryName == GenAIEventLog.Category)
        {
            data.TraceId = target.TraceId;
            data.SpanId = target.SpanId;
            data.TraceFlags = target.TraceFlags;
        }
    }
}
