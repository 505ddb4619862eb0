using System.Numerics;

namespace OtelGenAI.Storage.Sqlite.Packing;

/// <summary>Where a piece is stored.</summary>
/// <param name="SegmentNo">Segment of the file.</param>
/// <param name="Offset">Offset in the segment, decompressed.</param>
internal readonly record struct PiecePlace(long SegmentNo, int Offset)
{
    /// <summary>The place so many bytes later.</summary>
    public PiecePlace Plus(int bytes) => this with { Offset = Offset + bytes };
}

/// <summary>Remembers where the pieces that were seen last are; forgets those seen longest ago. Not thread-safe.</summary>
/// <remarks>
/// Four places share a line of the processor's cache and push each other out, oldest first: no chains, no lists, memory that never grows.
/// The system gives memory to a line when it is first used.
/// </remarks>
internal sealed class PieceIndex
{
    private const int Ways = 4;

    private readonly Entry[] _entries;
    private readonly int _lineMask;

    /// <summary>Makes an empty index.</summary>
    /// <param name="maxPieces">How many pieces it remembers, rounded up to a power of two; 16 bytes each.</param>
    public PieceIndex(int maxPieces)
    {
        var lines = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, maxPieces / Ways));
        _entries = new Entry[lines * Ways];
        _lineMask = lines - 1;
    }

    /// <summary>Finds a piece, and makes it the youngest of its line.</summary>
    public bool TryFind(UInt128 hash, out PiecePlace place)
    {
        var line = LineOf(hash);
        var check = (ulong)hash;
        for (var way = 0; way < line.Length; way++)
        {
            if (line[way].Check == check && line[way].SegmentNo != 0)
            {
                var found = line[way];
                line[..way].CopyTo(line[1..]);
                line[0] = found;
                place = new PiecePlace(found.SegmentNo, (int)found.Offset);
                return true;
            }
        }

        place = default;
        return false;
    }

    /// <summary>Remembers a piece that was not found.</summary>
    public void Add(UInt128 hash, PiecePlace place)
    {
        if (place.SegmentNo > uint.MaxValue)
        {
            return;
        }

        var line = LineOf(hash);
        line[..^1].CopyTo(line[1..]);
        line[0] = new Entry { Check = (ulong)hash, SegmentNo = (uint)place.SegmentNo, Offset = (uint)place.Offset };
    }

    // One half of the hash says which line, the other half which of the line: both must agree.
    private Span<Entry> LineOf(UInt128 hash) => _entries.AsSpan(((int)(uint)(hash >> 64) & _lineMask) * Ways, Ways);

    // Segments are numbered from 1: 0 is an empty place.
    private struct Entry
    {
        public ulong Check;
        public uint SegmentNo;
        public uint Offset;
    }
}
