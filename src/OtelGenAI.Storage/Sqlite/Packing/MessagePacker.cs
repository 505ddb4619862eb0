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
    // Every reference may be into another segment, which reading it decompresses. What is beyond is stored in full.
    private const int MaxReferences = 1_024;

    private readonly PieceIndex _index = new(maxPieces);
    private readonly PackedBuffer _packed = new();
    private readonly List<(UInt128 Hash, int Offset)> _newPieces = [];
    private int _movedPieces;

    /// <summary>Packs a message that would begin at a place. Nothing is remembered of it before <see cref="Keep"/>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="pieces">Its pieces, hashed as those of all messages of the file.</param>
    /// <param name="place">Where its stored form will begin.</param>
    /// <returns>Its stored form, or the message itself when it repeats nothing; valid until the next call.</returns>
    public ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> message, ReadOnlySpan<MessagePiece> pieces, PiecePlace place)
    {
        _packed.Clear();
        _newPieces.Clear();
        _movedPieces = 0;
        IsPacked = false;
        var own = 0;
        var references = 0;
        var reference = default(Reference);
        foreach (ref readonly var piece in pieces)
        {
            if (!_index.TryFind(piece.Hash, out var found) || references >= MaxReferences)
            {
                _newPieces.Add((piece.Hash, piece.Start));
                continue;
            }

            var length = piece.End - piece.Start;
            if (own == piece.Start && reference.Length > 0 && reference.End == found)
            {
                // The earlier message goes on as this one does.
                reference.Length += length;
            }
            else
            {
                WriteReference(reference, place);
                WriteOwn(message, own, piece.Start);
                reference = new Reference { Source = found, Length = length };
                references++;
            }

            own = piece.End;
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
