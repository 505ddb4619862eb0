using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Tests;

/// <summary>Test data of which only the named part matters.</summary>
internal static class Some
{
    public static TraceId TraceId { get; } = new(new UInt128(0x0af7651916cd43dd, 0x8448eb211c80319c));

    public static SpanId SpanId(int id) => new((ulong)id);

    /// <summary>A span that starts <paramref name="start"/> ms after some moment (its id, if not said) and takes 10 ms.</summary>
    public static SpanRecord Span(
        int id, int parent = 0, int? start = null, ObservationKind kind = ObservationKind.Span, string? service = null, long? input = null,
        long? output = null, string? model = null, int status = 0, int duration = 10, int spanKind = 0) => new()
        {
            TraceId = TraceId,
            SpanId = SpanId(id),
            ParentSpanId = SpanId(parent),
            Name = $"span {id}",
            StartUnixNano = Moment(start ?? id),
            SpanKind = spanKind,
            EndUnixNano = Moment((start ?? id) + duration),
            Kind = kind,
            Service = service,
            RequestModel = model,
            StatusCode = status,
            Tokens = new TokenUsage(input, output, null, null, null),
        };

    public static long Moment(int milliseconds) => 1_700_000_000_000_000_000 + (milliseconds * 1_000_000L);
}
