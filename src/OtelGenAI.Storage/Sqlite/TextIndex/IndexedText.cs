using OtelGenAI.Storage.Query;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.TextIndex;

/// <summary>Makes the words of spans, their attributes and columns, and of log records, each piece of text once for a trace. Not thread-safe.</summary>
/// <param name="format">Decodes what is stored.</param>
/// <param name="keys">Attribute keys of the store.</param>
internal sealed class IndexedText(IMessageFormat format, AttributeKeyTable keys)
{
    // Stands between pieces, so that no phrase reaches from one into the next: no word is made of it.
    private static readonly byte[] Boundary = " \u00b6 "u8.ToArray();

    // A conversation repeats itself with every call; what is forgotten is only indexed twice.
    private const int MaxSeen = 100_000;

    // A value is not said because its key was, nor by one trace because another did.
    private const ulong OfValues = 0x9E37_79B9_7F4A_7C15;

    private readonly TelemetryBatch _batch = new(keys);
    private readonly List<ByteRange> _texts = [];
    private readonly List<AttributeTerm> _terms = [];
    private readonly HashSet<ulong> _seen = [];
    private readonly List<ulong> _pairs = [];
    private byte[] _words = new byte[64 * 1024];
    private int _length;

    /// <summary>Which words follow each other in the words that were made last (<see cref="WordPairs"/>).</summary>
    public byte[] Pairs()
    {
        var pairs = new byte[WordPairs.SizeBytes(_pairs.Count)];
        WordPairs.Write(_pairs, pairs);
        return pairs;
    }

    /// <summary>Forgets what was said: the next says everything.</summary>
    public void Forget() => _seen.Clear();

    /// <summary>The words of a span that its trace has not said before; empty when there are none.</summary>
    /// <param name="message">What it said.</param>
    /// <param name="columns">Words of its columns.</param>
    /// <param name="traceNo">Its trace.</param>
    public ReadOnlySpan<byte> OfSpan(ReadOnlyMemory<byte> message, IReadOnlyList<AttributeTerm> columns, long traceNo)
    {
        _batch.Reset(default);
        format.OpenSpan(_batch, message, resourceEnvelope: default, scopeEnvelope: default);
        _texts.Clear();
        _terms.Clear();
        if (_batch.Spans.Length > 0)
        {
            RecordTexts.OfSpan(_batch, spanIndex: 0, _texts);
            AddTerms(_batch.Spans[0].Attributes);
        }

        _terms.AddRange(columns);

        return Words(traceNo);
    }

    /// <summary>The words of a log record that its trace has not said before.</summary>
    public ReadOnlySpan<byte> OfLog(ReadOnlyMemory<byte> message, long logTraceNo)
    {
        _batch.Reset(default);
        format.OpenLog(_batch, message, resourceEnvelope: default, scopeEnvelope: default);
        _texts.Clear();
        _terms.Clear();
        if (_batch.Logs.Length > 0)
        {
            RecordTexts.OfLog(_batch, logIndex: 0, _texts);
        }

        // Log records have trace numbers of their own.
        return Words(-logTraceNo);
    }

    private ReadOnlySpan<byte> Words(long traceNo)
    {
        if (_seen.Count > MaxSeen)
        {
            _seen.Clear();
        }

        _length = 0;
        _pairs.Clear();
        var trace = unchecked((ulong)traceNo);
        foreach (var text in _texts)
        {
            var pieces = new TextPieces(_batch.Bytes(text));
            while (pieces.Next())
            {
                if (_seen.Add(ContentHash.Combine(trace, ContentHash.Of(pieces.Piece))))
                {
                    Add(pieces.Piece, pieces.IsJson);
                }
            }
        }

        foreach (var term in _terms)
        {
            if (_seen.Add(ContentHash.Combine(trace, term.IsValue ? term.Hash ^ OfValues : term.Hash)))
            {
                Append(Boundary);
                term.Write(Room(AttributeTerm.WordBytes));
            }
        }

        return _words.AsSpan(0, _length);
    }

    private void AddTerms(RowRange attributes)
    {
        foreach (ref readonly var attribute in _batch.Attributes.Slice(attributes.First, attributes.Count))
        {
            var key = _batch.Bytes(attribute.Key);
            _terms.Add(AttributeTerm.OfKey(key));
            AttributeTerm.AddValues(_batch, key, in attribute, _terms);
        }
    }

    private void Add(ReadOnlySpan<byte> piece, bool isJson)
    {
        var began = _length;
        ulong? before = null;
        var reader = new WordReader(piece, isJson);
        while (reader.Next())
        {
            Append(_length == began && began > 0 ? Boundary : " "u8);

            // Too long to be one: it separates what stands before from what stands after.
            Append(reader.Word.IsEmpty ? Boundary : reader.Word);
            ulong? word = reader.Word.IsEmpty ? null : ContentHash.Of(reader.Word);
            if (before is { } first && word is { } second)
            {
                _pairs.Add(WordPairs.Of(first, second));
            }

            before = word;
        }
    }

    private void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    private Span<byte> Room(int length)
    {
        if (_words.Length - _length < length)
        {
            Array.Resize(ref _words, _words.Length * 2);
        }

        _length += length;
        return _words.AsSpan(_length - length, length);
    }
}
