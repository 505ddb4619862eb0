namespace OtelGenAI.Storage.Sqlite.Packing;

/// <summary>Replaces what a message repeats of messages that the file has already by references to them. Not thread-safe.</summary>
/// <remarks>
/// Agents send the whole conversation with every call, so most of what they send is a repetition. What it remembers is only where text
/// is, in memory: after a restart a conversation is stored once more in full, and every file stands by itself, so that deleting one leaves no
/// reference hanging.
/// </remarks>
/// <param name="maxPieces">How many pieces are remembered, 16 bytes each.</param>
internal sealed class MessagePacker(int maxPieces)
{
    // A reference takes up to 8 bytes and a look into another segment.
    private const int MinReferenceBytes = 32;

    // Spans of HTTP calls and the like: nothing in them is worth the search.
    private const int MinMessageBytes = 512;

    // Every reference may be into another segment, which reading it decompresses. What is beyond is stored in full.
    private const int MaxReferences = 1_024;

    private readonly PieceHash _hash = new();
    private readonly PieceIndex _index = new(maxPieces);
    private readonly PackedBuffer _packed = new();
    private readonly List<(UInt128 Hash, int Offset)> _newPieces = [];
    private int _movedPieces;

    /// <summary>Packs a message that would begin at a place. Nothing is remembered of it before <see cref="Keep"/>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="place">Where its stored form will begin.</param>
    /// <returns>Its stored form, or the message itself when it repeats nothing; valid until the next call.</returns>
    public ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> message, PiecePlace place)
    {
        _packed.Clear();
        _newPieces.Clear();
        _movedPieces = 0;
        IsPacked = false;
        if (message.Length < MinMessageBytes)
        {
            return message;
        }

        var cutter = new PieceCutter(message);
        var own = 0;
        var references = 0;
        var reference = default(Reference);
        while (cutter.Next())
        {
            var length = cutter.End - cutter.Start;
            if (length < MinReferenceBytes)
            {
                continue;
            }

            var hash = _hash.Of(message[cutter.Start..cutter.End]);
            if (!_index.TryFind(hash, out var found) || references >= MaxReferences)
            {
                _newPieces.Add((hash, cutter.Start));
                continue;
            }

            if (own == cutter.Start && reference.Length > 0 && reference.End == found)
            {
                // The earlier message goes on as this one does.
                reference.Length += length;
            }
            else
            {
                WriteReference(reference, place);
                WriteOwn(message, own, cutter.Start);
                reference = new Reference { Source = found, Length = length };
                references++;
            }

            own = cutter.End;
        }

        if (references == 0)
        {
            return message;
        }

        WriteReference(reference, place);
        WriteOwn(message, own, message.Length);
        IsPacked = true;
        return _packed.Written;
    }

    /// <summary>Whether what <see cref="Pack"/> gave back last is a packed form.</summary>
    public bool IsPacked { get; private set; }

    /// <summary>Remembers the pieces of the message that was packed last: it is stored at that place now.</summary>
    public void Keep(PiecePlace place)
    {
        foreach (var (hash, offset) in _newPieces)
        {
            _index.Add(hash, place.Plus(offset));
        }

        _newPieces.Clear();
    }

    private void WriteReference(in Reference reference, PiecePlace place)
    {
        if (reference.Length > 0)
        {
            PackedMessage.WriteReference(_packed, reference.Length, place.SegmentNo - reference.Source.SegmentNo, reference.Source.Offset);
        }
    }

    /// <summary>Writes bytes of its own, and moves the new pieces among them to where they will be.</summary>
    private void WriteOwn(ReadOnlySpan<byte> message, int from, int to)
    {
        if (from == to)
        {
            return;
        }

        PackedMessage.WriteOwn(_packed, message[from..to]);
        var moved = _packed.Length - to;
        for (; _movedPieces < _newPieces.Count; _movedPieces++)
        {
            var (hash, offset) = _newPieces[_movedPieces];
            _newPieces[_movedPieces] = (hash, offset + moved);
        }
    }

    private struct Reference
    {
        public PiecePlace Source;
        public int Length;

        public readonly PiecePlace End => Source.Plus(Length);
    }
}
