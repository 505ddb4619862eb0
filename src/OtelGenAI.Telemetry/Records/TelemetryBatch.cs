using OtelGenAI.Telemetry.Dialects;

namespace OtelGenAI.Telemetry.Records;

/// <summary>What arrived together: spans or log records, their resources and scopes, as rows over the received bytes.</summary>
/// <remarks>
/// A batch is filled by one decoder, read by one dialect reader and appended to one store, on one thread at a time; it is not
/// thread-safe. It borrows the body given to <see cref="Reset"/>: that memory must stay unchanged until the batch is reset or
/// dropped. Reusing a batch keeps its tables, so that decoding the next request allocates nothing.
/// </remarks>
public sealed class TelemetryBatch
{
    private const int InitialRows = 512;
    private const int KeptBytes = 1024 * 1024;

    private ReadOnlyMemory<byte> _body;
    private byte[] _added = new byte[1024];
    private int _addedLength;
    private RowTable<SpanRow> _spans = new(InitialRows);
    private RowTable<ValueRow> _attributes = new(InitialRows * 16);
    private RowTable<ValueRow> _nestedValues = new(InitialRows);
    private RowTable<EventRow> _events = new(InitialRows);
    private RowTable<LinkRow> _links = new(64);
    private RowTable<LogRow> _logs = new(64);
    private RowTable<ResourceRow> _resources = new(8);
    private RowTable<ScopeRow> _scopes = new(16);
    private MetricTables? _metrics;
    private RowTable<GenAIColumns> _columns = new(InitialRows);
    private RowTable<ResourceColumns> _resourceColumns = new(8);

    /// <summary>Makes an empty batch.</summary>
    /// <param name="keys">The table that <see cref="ValueRow.KeyId"/> refers to; shared by all batches of a process.</param>
    public TelemetryBatch(AttributeKeyTable keys) => Keys = keys;

    /// <summary>The table that <see cref="ValueRow.KeyId"/> refers to.</summary>
    public AttributeKeyTable Keys { get; }

    /// <summary>The spans, in the order of arrival.</summary>
    public Span<SpanRow> Spans => _spans.Rows;

    /// <summary>The log records, in the order of arrival.</summary>
    public Span<LogRow> Logs => _logs.Rows;

    /// <summary>How many spans and log records there are.</summary>
    public int RecordCount => _spans.Count + _logs.Count;

    /// <summary>Attributes of spans, events, links, log records, resources and scopes; each owner has a range of them.</summary>
    public Span<ValueRow> Attributes => _attributes.Rows;

    /// <summary>Elements of arrays and key-value lists.</summary>
    public Span<ValueRow> NestedValues => _nestedValues.Rows;

    /// <summary>Events of all spans.</summary>
    public Span<EventRow> Events => _events.Rows;

    /// <summary>Links of all spans.</summary>
    public Span<LinkRow> Links => _links.Rows;

    /// <summary>The resources.</summary>
    public Span<ResourceRow> Resources => _resources.Rows;

    /// <summary>The instrumentation scopes.</summary>
    public Span<ScopeRow> Scopes => _scopes.Rows;

    /// <summary>Metrics and their data points.</summary>
    public MetricTables Metrics => _metrics ??= new MetricTables();

    /// <summary>What a dialect reader understood of each span; same order as <see cref="Spans"/> once the batch was read.</summary>
    public Span<GenAIColumns> Columns => _columns.Rows;

    /// <summary>What a dialect reader understood of each resource; same order as <see cref="Resources"/> once the batch was read.</summary>
    public Span<ResourceColumns> ResourceColumns => _resourceColumns.Rows;

    /// <summary>Spans and log records that can never be accepted, and why.</summary>
    public BatchRejections Rejections { get; } = new();

    /// <summary>Texts that were not valid UTF-8; they are kept as received and shown with U+FFFD.</summary>
    public int InvalidTextCount { get; set; }

    /// <summary>What is over one of the decoder's limits: it is in the message bytes, but has no row, or no number for its key.</summary>
    public UnindexedCounts Unindexed { get; } = new();

    /// <summary>Forgets everything and starts over.</summary>
    /// <param name="body">The received bytes that ranges will refer to; borrowed.</param>
    public void Reset(ReadOnlyMemory<byte> body)
    {
        _body = body;
        _addedLength = 0;
        if (_added.Length > KeptBytes)
        {
            _added = new byte[1024];
        }

        _spans.Clear(InitialRows);
        _attributes.Clear(InitialRows * 16);
        _nestedValues.Clear(InitialRows);
        _events.Clear(InitialRows);
        _links.Clear(64);
        _logs.Clear(64);
        _resources.Clear(8);
        _scopes.Clear(16);
        _metrics?.Clear();
        _columns.Clear(InitialRows);
        _resourceColumns.Clear(8);
        Rejections.Clear();
        InvalidTextCount = 0;
        Unindexed.Clear();
    }

    /// <summary>The bytes of a range.</summary>
    /// <param name="range">A range of this batch.</param>
    /// <returns>A view that is valid until bytes are added or the batch is reset.</returns>
    public ReadOnlySpan<byte> Bytes(ByteRange range) => range.Offset < _body.Length
        ? _body.Span.Slice(range.Offset, range.Length)
        : _added.AsSpan(range.Offset - _body.Length, range.Length);

    /// <summary>The bytes of a range, to be kept for as long as the batch is not reset and no bytes are added.</summary>
    /// <param name="range">A range of this batch.</param>
    public ReadOnlyMemory<byte> Memory(ByteRange range) => range.Offset < _body.Length
        ? _body.Slice(range.Offset, range.Length)
        : _added.AsMemory(range.Offset - _body.Length, range.Length);

    /// <summary>Copies bytes that are not in the body (an envelope put together from pieces) into the batch.</summary>
    /// <param name="bytes">The bytes.</param>
    public ByteRange AddBytes(ReadOnlySpan<byte> bytes)
    {
        if (_addedLength + bytes.Length > _added.Length)
        {
            Array.Resize(ref _added, Math.Max(_added.Length * 2, _addedLength + bytes.Length));
        }

        bytes.CopyTo(_added.AsSpan(_addedLength));
        var range = new ByteRange(_body.Length + _addedLength, bytes.Length);
        _addedLength += bytes.Length;
        return range;
    }

    /// <summary>Adds a span. The reference dies with the next addition.</summary>
    public ref SpanRow AddSpan() => ref _spans.Add();

    /// <summary>Adds an attribute. The reference dies with the next addition.</summary>
    public ref ValueRow AddAttribute() => ref _attributes.Add();

    /// <summary>Adds an event. The reference dies with the next addition.</summary>
    public ref EventRow AddEvent() => ref _events.Add();

    /// <summary>Adds a link. The reference dies with the next addition.</summary>
    public ref LinkRow AddLink() => ref _links.Add();

    /// <summary>Adds a log record. The reference dies with the next addition.</summary>
    public ref LogRow AddLog() => ref _logs.Add();

    /// <summary>Adds a resource. The reference dies with the next addition.</summary>
    public ref ResourceRow AddResource() => ref _resources.Add();

    /// <summary>Adds a scope. The reference dies with the next addition.</summary>
    public ref ScopeRow AddScope() => ref _scopes.Add();

    /// <summary>Makes room for the elements of an array or list, in one piece.</summary>
    /// <param name="count">How many elements.</param>
    public RowRange ReserveNestedValues(int count) => _nestedValues.Reserve(count);

    /// <summary>Takes back what turned out to be unacceptable (a span, or a resource none of whose records is), with all that was added for it.</summary>
    /// <param name="mark">Where the tables stood before it, from <see cref="Mark"/>.</param>
    public void TakeBack(BatchMark mark)
    {
        _spans.TruncateTo(mark.Spans);
        _attributes.TruncateTo(mark.Attributes);
        _nestedValues.TruncateTo(mark.NestedValues);
        _events.TruncateTo(mark.Events);
        _links.TruncateTo(mark.Links);
        _logs.TruncateTo(mark.Logs);
        _resources.TruncateTo(mark.Resources);
        _scopes.TruncateTo(mark.Scopes);
    }

    /// <summary>Where the tables stand now.</summary>
    public BatchMark Mark() => new(
        _spans.Count, _attributes.Count, _nestedValues.Count, _events.Count, _links.Count, _logs.Count, _resources.Count,
        _scopes.Count);

    /// <summary>Makes the column tables as long as the rows they describe; for dialect readers.</summary>
    internal void PrepareColumns()
    {
        _columns.Clear(InitialRows);
        _columns.Reserve(_spans.Count);
        _resourceColumns.Clear(8);
        _resourceColumns.Reserve(_resources.Count);
    }
}

/// <summary>How many rows each table of a batch had at some moment.</summary>
/// <param name="Spans">Spans.</param>
/// <param name="Attributes">Attributes.</param>
/// <param name="NestedValues">Nested values.</param>
/// <param name="Events">Events.</param>
/// <param name="Links">Links.</param>
/// <param name="Logs">Log records.</param>
/// <param name="Resources">Resources.</param>
/// <param name="Scopes">Scopes.</param>
public readonly record struct BatchMark(
    int Spans, int Attributes, int NestedValues, int Events, int Links, int Logs, int Resources, int Scopes);
