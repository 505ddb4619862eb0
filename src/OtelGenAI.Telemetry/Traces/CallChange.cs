using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Telemetry.Traces;

/// <summary>A model call that begins or ceases to count in the sums of its trace.</summary>
/// <remarks>It ceases when the span is sent again with other content, or when a span arrives that reports the same call.</remarks>
/// <param name="Group">Which sums it counts in, as the caller of <see cref="TraceAccumulator"/> said.</param>
/// <param name="StartUnixNano">When it started.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Cost">Its cost.</param>
/// <param name="IsUnpriced">Whether a cost is missing.</param>
/// <param name="Sign">1 when it begins to count, -1 when it ceases.</param>
public readonly record struct CallChange(int Group, long StartUnixNano, TokenUsage Tokens, PicoUsd? Cost, bool IsUnpriced, int Sign);
