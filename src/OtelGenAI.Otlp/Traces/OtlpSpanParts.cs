namespace OtelGenAI.Otlp.Traces;

/// <summary>One stored span, in the three pieces of protobuf that it was stored in.</summary>
/// <param name="Message">The <c>Span</c> message.</param>
/// <param name="ResourceEnvelope">The <c>ResourceSpans</c> message without its scopes.</param>
/// <param name="ScopeEnvelope">The <c>ScopeSpans</c> message without its spans.</param>
public readonly record struct OtlpSpanParts(
    ReadOnlyMemory<byte> Message, ReadOnlyMemory<byte> ResourceEnvelope, ReadOnlyMemory<byte> ScopeEnvelope);
