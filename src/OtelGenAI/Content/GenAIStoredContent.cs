namespace OtelGenAI;

/// <summary>Content that is too large for a span, given to whoever keeps it elsewhere.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="MimeType">Media type: that of an image or a sound as the provider gave it, <c>text/plain</c> or <c>application/json</c>; <see langword="null"/> if unknown.</param>
/// <param name="Bytes">The content, redacted already; texts in UTF-8. Nobody changes them afterwards.</param>
public readonly record struct GenAIStoredContent(GenAIContentKinds Kind, string? MimeType, ReadOnlyMemory<byte> Bytes);
