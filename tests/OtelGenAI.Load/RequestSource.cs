using System.Buffers.Binary;

namespace OtelGenAI.Load;

/// <summary>Makes requests with trace ids and texts of their own, in one buffer that is used again. One per connection.</summary>
internal sealed class RequestSource
{
    // Ten percent of the texts come again and again.
    private const int RepeatedPercent = 10;

    private readonly RequestTemplate _template;
    private readonly Texts _texts;
    private readonly LoadOptions _options;
    private readonly Random _random;
    private readonly byte[] _bytes;

    public RequestSource(RequestTemplate template, Texts texts, LoadOptions options, int seed)
    {
        _template = template;
        _texts = texts;
        _options = options;
        _random = new Random(seed);
        _bytes = [.. template.Bytes];
    }

    /// <summary>When the first span of a request starts, in nanoseconds since 1970 UTC; <see langword="null"/> for always the same moment.</summary>
    public ulong? StartNano { get; set; }

    /// <summary>The request of a number; overwritten by the next.</summary>
    public ReadOnlyMemory<byte> Make(long number)
    {
        for (var span = 0; span < _template.Spans.Length; span++)
        {
            var places = _template.Spans[span];
            WriteTraceId(_bytes.AsSpan(places.TraceId), number, span / _options.SpansPerTrace);
            BinaryPrimitives.WriteInt64BigEndian(_bytes.AsSpan(places.SpanId), SpanId(number, span));
            if (StartNano is { } start)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(places.Start), start + ((ulong)span * 1_000_000));
                BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(places.End), start + ((ulong)span * 1_000_000) + 1_000_000_000);
            }

            Fill(_bytes.AsSpan(places.Input));
            Fill(_bytes.AsSpan(places.Output));
        }

        return _bytes;
    }

    /// <summary>A trace's id in hex.</summary>
    public static string TraceId(long number, int trace)
    {
        Span<byte> id = stackalloc byte[16];
        WriteTraceId(id, number, trace);
        return Convert.ToHexStringLower(id);
    }

    /// <summary>A span's id: its place in the run, never 0.</summary>
    public static long SpanId(long number, int span) => ((number + 1) << 20) | (uint)span;

    // Scattered as random ids are, so that indexes are hit where they would be.
    private static void WriteTraceId(Span<byte> id, long number, int trace)
    {
        var scattered = unchecked((ulong)(((number + 1) << 20) | (uint)trace) * 0x9E3779B97F4A7C15);
        BinaryPrimitives.WriteUInt64BigEndian(id, scattered);
        BinaryPrimitives.WriteUInt64BigEndian(id[8..], ulong.RotateLeft(scattered, 29) ^ 0xA5A5_5A5A_C3C3_3C3C);
    }

    private void Fill(Span<byte> place)
    {
        if (_random.Next(100) < RepeatedPercent)
        {
            _texts.FillRepeated(place, _random);
        }
        else
        {
            _texts.FillFresh(place, _random);
        }
    }
}
