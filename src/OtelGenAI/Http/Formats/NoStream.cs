namespace OtelGenAI.Http.Formats;

/// <summary>For APIs that never stream, should a server do it all the same.</summary>
internal sealed class NoStream : IStreamedResponse
{
    public static readonly NoStream Instance = new();

    public bool Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data) => false;

    public void Complete()
    {
    }
}
