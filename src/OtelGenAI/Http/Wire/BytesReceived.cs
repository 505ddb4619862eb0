namespace OtelGenAI.Http.Wire;

/// <summary>Gets bytes that pass by; they are only valid during the call.</summary>
internal delegate void BytesReceived(ReadOnlySpan<byte> bytes);
