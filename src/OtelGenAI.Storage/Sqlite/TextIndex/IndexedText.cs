using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using OtelGenAI.Storage.Query;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.TextIndex;

/// <summary>Makes the words of spans, their attributes and log records, each piece of text once for a trace. Not thread-safe.</summary>
/// <param name="format">Decodes what is stored.</param>
/// <param name="keys">Attribute keys of the store.</param>
internal sealed class IndexedText(IMessageFormat format, AttributeKeyTable keys)
{
    // Stands between pieces, so that no phrase reaches from one into the next: no word is made of it.
    private static readonly byte[] Boundary = " \u00b6 "u8.ToArray();

    // A conversation repeats itself with every call; what is forgotten is only indexed twice.
    private const int MaxSeen = 100_000;

    private readonly TelemetryBatch _batch = new(keys);
    private readonly List<ByteRange> _texts = [];
    private readonly List<string> _terms = [];
    private readonly Dictionary<long, HashSet<ulong>> _seen = [];
    private int _seenCount;
    private byte[] _words = new byte[64 * 1024];
    private int _length;

    /// <summary>The words of a span that its trace has not said before; empty when there are none.</summary>
    public ReadOnlySpan<byte> OfSpan(StoredSpan span, long traceNo)
    {
        _batch.Reset(default);
        format.OpenSpan(_batch, span.Message, resourceEnvelope: default, scopeEnvelope: default);
        _texts.Clear();
        _terms.Clear();
        if (_batch.Spans.Length > 0)
        {
            RecordTexts.OfSpan(_batch, spanIndex: 0, _texts);
            AddTerms(_batch.Spans[0].Attributes);
        }

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
        _length = 0;
        var seen = SeenOf(traceNo);
        foreach (var text in _texts)
        {
            var pieces = new TextPieces(_batch.Bytes(text));
            while (pieces.Next())
            {
                if (seen.Add(ContentHash.Of(pieces.Piece)))
                {
                    _seenCount++;
                    Add(pieces.Piece, pieces.IsJson);
                }
            }
        }

        foreach (var term in _terms)
        {
            if (seen.Add(ulong.Parse(term.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)))
            {
                _seenCount++;
                Append(Boundary);
                Append(Encoding.ASCII.GetBytes(term));
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
        var reader = new WordReader(piece, isJson);
        while (reader.Next())
        {
            Append(_length == began && began > 0 ? Boundary : " "u8);

            // Too long to be one: it separates what stands before from what stands after.
            Append(reader.Word.IsEmpty ? Boundary : reader.Word);
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_words.Length - _length < bytes.Length)
        {
            Array.Resize(ref _words, _words.Length * 2);
        }

        bytes.CopyTo(_words.AsSpan(_length));
        _length += bytes.Length;
    }

    private HashSet<ulong> SeenOf(long traceNo)
    {
        if (_seenCount > MaxSeen)
        {
            _seen.Clear();
            _seenCount = 0;
        }

        ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_seen, traceNo, out _);
        return seen ??= [];
    }
}
