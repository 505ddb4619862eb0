namespace OtelGenAI.Http.Wire;

/// <summary>Gets one piece of a streamed answer; the bytes are only valid during the call.</summary>
/// <param name="name">What the framing calls the piece, where it has names (AWS event streams do); otherwise empty.</param>
/// <param name="data">The piece itself.</param>
internal delegate void FrameReceived(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data);
