namespace OtelGenAI.Otlp.Records;

/// <summary>One stored span or log record, in the three pieces of protobuf that it was stored in.</summary>
/// <param name="Message">The <c>Span</c> or <c>LogRecord</c> message.</param>
/// <param name="ResourceEnvelope">The <c>ResourceSpans</c> or <c>ResourceLogs</c> message without its scopes.</param>
/// <param name="ScopeEnvelope">The <c>ScopeSpans</c> or <c>ScopeLogs</c> message without its records.</param>
public readonly record struct OtlpRecordParts(
    ReadOnlyMemory<byte> Message, ReadOnlyMemory<byte> ResourceEnvelope, ReadOnlyMemory<byte> ScopeEnvelope);
