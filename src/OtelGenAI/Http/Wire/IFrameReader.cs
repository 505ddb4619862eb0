namespace OtelGenAI.Http.Wire;

/// <summary>Cuts a streamed answer into pieces as its bytes pass by. Not thread-safe.</summary>
internal interface IFrameReader : IDisposable
{
    /// <summary>Takes the next bytes, cut anywhere.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Says that no more bytes come.</summary>
    void Complete();
}
