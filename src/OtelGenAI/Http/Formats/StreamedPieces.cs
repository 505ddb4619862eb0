using System.Text.Json;
using OtelGenAI.Content;

namespace OtelGenAI.Http.Formats;

/// <summary>Reads the pieces of a streamed answer, each only as far as it is new (decision 0039). Not thread-safe.</summary>
internal sealed class StreamedPieces
{
    private readonly IStreamedResponse _stream;
    private readonly AlikePieces? _alike;
    private byte[] _latest = [];
    private int _latestLength;

    /// <summary>Begins to read an answer.</summary>
    /// <param name="stream">Reads a piece.</param>
    /// <param name="policy">Decides about content; when it is captured, every piece is read.</param>
    public StreamedPieces(IStreamedResponse stream, ContentPolicy policy)
    {
        _stream = stream;
        _alike = !policy.Captures && stream.WordFields is { Count: > 0 } wordFields ? new AlikePieces(wordFields) : null;
    }

    /// <summary>How many pieces said nothing new and were not read.</summary>
    public int PassedOver { get; private set; }

    /// <summary>Takes a piece.</summary>
    /// <param name="name">Its name, where the framing has names; otherwise empty.</param>
    /// <param name="data">Its data.</param>
    /// <returns>Whether it carried a piece of the answer, rather than only its frame.</returns>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public bool Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (_alike?.Contains(name, data) == true)
        {
            PassedOver++;
            Keep(data);
            return true;
        }

        ReadLatest();
        if (!_stream.Event(name, data))
        {
            return false;
        }

        if (_stream.IsRepeatable)
        {
            _alike?.Learn(name, data);
        }

        return true;
    }

    /// <summary>No more pieces come.</summary>
    public void Complete()
    {
        ReadLatest();
        _stream.Complete();
    }

    // Counts that grow from piece to piece: those of the last one hold.
    private void Keep(ReadOnlySpan<byte> data)
    {
        if (!_stream.HasRunningCounts)
        {
            return;
        }

        if (_latest.Length < data.Length)
        {
            _latest = new byte[data.Length * 2];
        }

        data.CopyTo(_latest);
        _latestLength = data.Length;
    }

    private void ReadLatest()
    {
        if (_latestLength == 0)
        {
            return;
        }

        var latest = _latest.AsSpan(0, _latestLength);
        _latestLength = 0;
        try
        {
            // Pieces with counts of their own say what they are inside, and not in a name.
            _stream.Event(name: default, latest);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // Words that are no letters: the counts before it stand, and the pieces after it are read.
        }
    }
}
