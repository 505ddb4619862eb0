using System.Text;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Tests.Builders;

/// <summary>Says what a log record of a test is. Its payload is its own description; trace 0 is none, and so is span 0.</summary>
internal sealed record LogSpec
{
    public int Trace { get; init; } = 1;

    public int Span { get; init; } = 1;

    public double Time { get; init; }

    public string Text { get; init; } = "hi";

    public ResourceSpec Resource { get; init; } = new();

    public string Scope { get; init; } = "scope of the tests";

    internal byte[] Message => Encoding.UTF8.GetBytes(ToString());

    public void WriteTo(TelemetryBatch batch, int resource, int scope)
    {
        var message = batch.AddBytes(Message);
        ref var log = ref batch.AddLog();
        log.TraceId = Trace == 0 ? default : Some.TraceId(Trace);
        log.SpanId = Some.SpanId(Span);
        log.TimeUnixNano = (ulong)Some.Second(Time);
        log.ResourceIndex = resource;
        log.ScopeIndex = scope;
        log.Message = message;
    }
}
