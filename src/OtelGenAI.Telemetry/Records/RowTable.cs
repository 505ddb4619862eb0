namespace OtelGenAI.Telemetry.Records;

/// <summary>A growing table of rows that keeps its memory when it is cleared, so that a reused batch allocates nothing.</summary>
/// <typeparam name="TRow">The row.</typeparam>
internal struct RowTable<TRow>
    where TRow : struct
{
    // Tables larger than this are given back to the collector on Clear: one huge request must not pin memory for ever.
    private const int KeptRows = 64 * 1024;

    private TRow[] _rows;

    public RowTable(int capacity) => _rows = new TRow[capacity];

    public int Count { get; private set; }

    public readonly Span<TRow> Rows => _rows.AsSpan(0, Count);

    /// <summary>Adds a default row. The reference dies with the next addition.</summary>
    public ref TRow Add()
    {
        if (Count == _rows.Length)
        {
            Array.Resize(ref _rows, _rows.Length * 2);
        }

        ref var row = ref _rows[Count++];
        row = default;
        return ref row;
    }

    /// <summary>Adds several default rows in one piece.</summary>
    public RowRange Reserve(int count)
    {
        var first = Count;
        if (first + count > _rows.Length)
        {
            Array.Resize(ref _rows, Math.Max(_rows.Length * 2, first + count));
        }

        _rows.AsSpan(first, count).Clear();
        Count += count;
        return new RowRange(first, count);
    }

    public void TruncateTo(int count) => Count = count;

    public void Clear(int capacity)
    {
        Count = 0;
        if (_rows.Length > KeptRows)
        {
            _rows = new TRow[capacity];
        }
    }
}
