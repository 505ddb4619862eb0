using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage;

/// <summary>What an evaluation found about a trace: without its explanation, which is in the span event or log record that it came with.</summary>
/// <param name="Name">What was evaluated.</param>
/// <param name="Value">The score; <see langword="null"/> where there is only a label.</param>
/// <param name="Label">The score in words.</param>
/// <param name="SpanId">The span that it is about, or none: it names the trace only, or a response.</param>
/// <param name="ResponseId">The response that it is about, where the evaluator names one.</param>
/// <param name="TimeUnixNano">When it was found, in nanoseconds since 1970 UTC.</param>
public sealed record TraceScore(string Name, double? Value, string? Label, SpanId SpanId, string? ResponseId, long TimeUnixNano);
