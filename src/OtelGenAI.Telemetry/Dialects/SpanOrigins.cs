using OtelGenAI.Pricing;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>How a span was read.</summary>
/// <param name="Dialect">Title of the dialect it speaks; <see langword="null"/> when nothing told one.</param>
/// <param name="Instrumentation">Name and version of the scope; <see langword="null"/> when it has no name.</param>
/// <param name="KindReason">The sentence that says why it is what it is.</param>
/// <param name="SourceOf">Key of the attribute that each slot was read from, by the number of the slot.</param>
/// <param name="RawTokens">Tokens as the producer counts them.</param>
/// <param name="NotUnderstood">Attributes that nobody understood.</param>
internal sealed record SpanOrigins(
    string? Dialect, string? Instrumentation, string KindReason, IReadOnlyList<string?> SourceOf, TokenUsage RawTokens, IReadOnlyList<string> NotUnderstood);
