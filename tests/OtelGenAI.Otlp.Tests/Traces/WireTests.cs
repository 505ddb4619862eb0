using Google.Protobuf;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Tests.Oracle;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Otlp.Tests.Traces;

/// <summary>The answers that section 2c of the OTLP reference asks for, row by row.</summary>
public sealed class WireTests
{
    private static readonly byte[] Valid = Some.Request(Some.Span()).ToByteArray();

    public static TheoryData<string, byte[]> Acceptable => new()
    {
        { "an empty body", [] },
        { "an empty ResourceSpans", [0x0A, 0] },
        { "an empty ScopeSpans", [0x0A, 2, 0x12, 0] },
        { "a non-minimal length", [0x0A, 0x80, 0x80, 0x00] },
        { "an unknown field", [0x78, 5] },
        { "an unknown group", [0x7B, 0x08, 0x01, 0x7C] },
        { "64 nested groups", Groups(64) },
        { "a known field with another wire type", [0x08, 1] },
        { "a varint of 10 bytes with overflow bits", [0x78, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F] },
    };

    public static TheoryData<string, byte[], string> Unacceptable => new()
    {
        { "a truncated varint", [0x78, 0x80], "inside a varint" },
        { "a truncated 8-byte number", [0x79, 1, 2], "inside an 8-byte number" },
        { "a truncated 4-byte number", [0x7D, 1, 2], "inside a 4-byte number" },
        { "a length beyond the body", [0x0A, 1], "beyond the enclosing message" },
        { "a length beyond the parent", [0x0A, 2, 0x12, 1, 0], "beyond the enclosing message" },
        { "a trailing zero", [.. Valid, 0], "number 0" },
        { "a length of 2^31", [0x0A, 0x80, 0x80, 0x80, 0x80, 0x08], "beyond the enclosing message" },
        { "a length of 2^63", [0x0A, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], "beyond the enclosing message" },
        { "field number 0", [0x00, 0], "number 0" },
        { "field number 0 as text", [0x02, 0], "number 0" },
        { "a field number over 29 bits", [0xF8, 0xFF, 0xFF, 0xFF, 0x7F, 0], "larger than 29 bits" },
        { "wire type 6", [0x7E, 0], "wire type 6 or 7" },
        { "wire type 7", [0x7F, 0], "wire type 6 or 7" },
        { "a varint of 11 bytes", [0x78, .. Enumerable.Repeat((byte)0x80, 10), 1], "longer than 10 bytes" },
        { "an unterminated group", [0x7B, 0x08, 0x01], "does not end" },
        { "a group that ends with another number", [0x7B, 0x74], "number of another" },
        { "the end of no group", [0x7C], "did not begin" },
        { "20,000 nested groups", Groups(20_000), "deeper than 64 levels" },
        { "JSON", "{\"resourceSpans\":[]}"u8.ToArray(), "looks like JSON" },
        { "an unread array with a wrong length", InSpan(Attribute([0x2A, 3, 0x0A, 5, 0])), "beyond the enclosing message" },
    };

    [Theory]
    [MemberData(nameof(Acceptable))]
    public void Odd_framing_is_accepted(string what, byte[] body)
    {
        var result = OtlpTraceDecoder.Decode(Some.Batch(), body, OtlpLimits.Default);
        Assert.True(result is OtlpDecodeResult.Decoded, what);

        // The same inside a span, where other code reads it.
        result = OtlpTraceDecoder.Decode(Some.Batch(), InSpan(body), OtlpLimits.Default);
        Assert.True(result is OtlpDecodeResult.Decoded, what);
    }

    [Theory]
    [MemberData(nameof(Unacceptable))]
    public void Wrong_framing_refuses_the_request_and_says_where(string what, byte[] body, string reason)
    {
        var malformed = Some.Malformed(body);

        Assert.True(malformed.Reason.Contains(reason, StringComparison.Ordinal), $"{what}: {malformed.Message}");
        Assert.InRange(malformed.Offset, 0, body.Length);
    }

    [Fact]
    public void Wrong_framing_is_found_in_every_message_also_in_those_that_get_no_row()
    {
        byte[] bad = [0x7E];
        byte[][] bodies =
        [
            Field(1, bad),
            Field(1, Field(1, bad)),
            Field(1, Field(1, Field(1, bad))),
            Field(1, Field(1, Field(3, bad))),
            Field(1, Field(2, bad)),
            Field(1, Field(2, Field(1, bad))),
            Field(1, [.. Field(1, Field(3, bad)), .. Field(2, Field(2, Some.Span().ToByteArray()))]),
            InSpan(bad),
            InSpan(Field(9, bad)),
            InSpan(Field(9, Field(2, bad))),
            InSpan(Field(9, Field(2, Field(6, Field(1, bad))))),
            InSpan(Field(11, bad)),
            InSpan(Field(11, Field(3, bad))),
            InSpan(Field(13, bad)),
            InSpan(Field(13, Field(4, bad))),
            InSpan(Field(15, bad)),
            Field(1, Field(2, Field(2, bad))),
            Field(1, Field(2, Field(2, Field(9, bad)))),
            InSpan([.. Repeat(Field(9, []), 1024), .. Field(9, Field(2, Field(5, Field(1, bad))))]),
            InSpan([.. Repeat(Field(11, []), 128), .. Field(11, Field(3, bad))]),
            InSpan(Attribute([.. Arrays(40, bad)])),
        ];

        Assert.All(bodies, body => Assert.Contains("wire type 6 or 7", Some.Malformed(body).Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_hundred_thousand_empty_resources_make_no_rows()
    {
        var batch = Some.Decoded(Repeat([0x0A, 0], 100_000));

        Assert.True(batch.Resources.IsEmpty);
        Assert.True(Some.Decoded(Field(1, Repeat([0x12, 0], 100_000))).Scopes.IsEmpty);
    }

    [Fact]
    public void The_padded_lengths_of_the_dotnet_exporter_are_read()
    {
        byte[] span =
        [
            .. Field(1, Some.TraceId), .. Field(2, Some.SpanId()), .. Padded(5, "chat"u8),
            .. Padded(9, [.. Field(1, "k"u8), .. Padded(2, Field(1, "v"u8))]),
        ];

        var batch = Some.Decoded(Padded(1, [.. Padded(1, []), .. Padded(2, [.. Padded(1, Field(1, "lib"u8)), .. Padded(2, span)])]));

        Assert.Equal("chat", batch.Text(batch.Spans[0].Name));
        Assert.Equal("lib", batch.Text(batch.Scopes[0].Name));
        Assert.Equal("v", batch.Text(batch.Attributes[0].Text));
        Assert.Equal(span, batch.Bytes(batch.Spans[0].Message).ToArray());
    }

    [Fact]
    public void A_resource_may_come_after_its_scopes_and_twice()
    {
        var scopes = Field(2, Field(2, Some.Span().ToByteArray()));
        var first = Field(1, Field(1, Some.Attribute("a", "1").ToByteArray()));
        var second = Field(1, Field(1, Some.Attribute("b", "2").ToByteArray()));

        var batch = Some.Decoded(Field(1, [.. first, .. scopes, .. second, .. Field(3, "url"u8)]));

        var resource = batch.Resources[batch.Spans[0].ResourceIndex];
        Assert.Equal(["a", "b"], Attributes(batch, resource.Attributes).Select(one => batch.Text(one.Key)));
        Assert.Equal("url", batch.Text(resource.SchemaUrl));
        Assert.Equal([.. first, .. second, .. Field(3, "url"u8)], batch.Bytes(resource.Envelope).ToArray());
    }

    [Fact]
    public void A_span_without_resource_and_scope_has_empty_ones()
    {
        var batch = Some.Decoded(Field(1, Field(2, Field(2, Some.Span().ToByteArray()))));

        Assert.Equal(0, batch.Resources[0].Attributes.Count);
        Assert.True(batch.Resources[0].Envelope.IsEmpty);
        Assert.True(batch.Scopes[0].Name.IsEmpty);
    }

    [Theory]
    [InlineData(1, 0, "trace_id", "the trace id is missing")]
    [InlineData(1, 8, "trace_id", "the trace id has 8 bytes instead of 16")]
    [InlineData(1, 17, "trace_id", "the trace id has 17 bytes instead of 16")]
    [InlineData(1, 16, "trace_id", "the trace id is all zeros")]
    [InlineData(2, 0, "span_id", "the span id is missing")]
    [InlineData(2, 4, "span_id", "the span id has 4 bytes instead of 8")]
    [InlineData(2, 8, "span_id", "the span id is all zeros")]
    [InlineData(4, 7, "parent_span_id", "the parent span id has 7 bytes instead of 8")]
    public void An_impossible_id_costs_its_span_only(int field, int zeros, string cause, string problem)
    {
        byte[] bad = [.. Some.Span("bad", id: 2).ToByteArray(), .. Field(field, new byte[zeros])];

        var batch = Some.Decoded(Field(1, Field(2, [.. Field(2, bad), .. Field(2, Some.Span("good").ToByteArray())])));

        Assert.Equal("good", batch.Text(Assert.Single(batch.Spans.ToArray()).Name));
        Assert.Equal(1, batch.Rejections.CountByCause[cause]);
        Assert.Contains(problem, Assert.Single(batch.Rejections.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_span_is_rejected_and_counted() => Assert.Equal(1, Some.Decoded(Field(1, Field(2, Field(2, [])))).Rejections.Count);

    [Fact]
    public void Resources_and_scopes_whose_spans_are_all_refused_leave_no_rows()
    {
        var refused = Field(1, [.. Field(1, Field(1, Some.Attribute("a", "1").ToByteArray())), .. Field(2, [.. Field(1, Field(1, "lib"u8)), .. Field(2, [])])]);

        var batch = Some.Decoded([.. Repeat(refused, 1000), .. Some.Request(Some.Span()).ToByteArray()]);

        Assert.Equal(1000, batch.Rejections.Count);
        Assert.Equal((1, 1, 1, 1), (batch.Spans.Length, batch.Resources.Length, batch.Scopes.Length, batch.Attributes.Length));
        Assert.Equal((0, 0), (batch.Spans[0].ResourceIndex, batch.Spans[0].ScopeIndex));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void A_parent_of_zeros_is_no_parent(int zeros)
    {
        var batch = Some.Decoded(InSpan(Field(4, new byte[zeros])));

        Assert.True(Assert.Single(batch.Spans.ToArray()).ParentSpanId.IsNone);
    }

    [Fact]
    public void Invalid_text_is_kept_and_counted()
    {
        byte[] invalid = [(byte)'a', 0xC3];
        var batch = Some.Decoded(InSpan(
        [
            .. Field(5, invalid), .. Field(9, [.. Field(1, invalid), .. Field(2, Field(1, [0xED, 0xA0, 0x80]))]), .. Field(3, [0, (byte)'b']),
        ]));

        var span = batch.Spans[0];
        Assert.Equal(3, batch.InvalidTextCount);
        Assert.Equal(invalid, batch.Bytes(span.Name).ToArray());
        Assert.Equal(invalid, batch.Bytes(batch.Attributes[0].Key).ToArray());
        Assert.Equal(AttributeKeyTable.NotInterned, batch.Attributes[0].KeyId);
        Assert.Equal([0xED, 0xA0, 0x80], batch.Bytes(batch.Attributes[0].Text).ToArray());
        Assert.Equal([0, (byte)'b'], batch.Bytes(span.TraceState).ToArray());
    }

    [Fact]
    public void Odd_attributes_are_all_kept()
    {
        var batch = Some.Decoded(InSpan(
        [
            .. Field(9, Field(2, Field(1, "no key"u8))),
            .. Field(9, Field(1, "no value"u8)),
            .. Field(9, [.. Field(1, "empty"u8), .. Field(2, [])]),
            .. Field(9, [.. Field(1, "twice"u8), .. Field(2, Field(1, "first"u8))]),
            .. Field(9, [.. Field(1, "twice"u8), .. Field(2, Field(1, "last"u8))]),
            .. Field(9, [.. Field(1, "two members"u8), .. Field(2, [.. Field(1, "text"u8), 0x18, 7])]),
            .. Field(9, [.. Field(1, "strindex"u8), .. Field(2, [0x40, 1]), 0x18, 1]),
            .. Field(9, [.. Field(1, "bool"u8), .. Field(2, [0x10, 2])]),
        ]));

        var rows = Attributes(batch, batch.Spans[0].Attributes);
        Assert.Equal(["", "no value", "empty", "twice", "twice", "two members", "strindex", "bool"], rows.Select(row => batch.Text(row.Key)));
        Assert.Equal(
            [ValueType.String, ValueType.Empty, ValueType.Empty, ValueType.String, ValueType.String, ValueType.Int, ValueType.Empty, ValueType.Boolean],
            rows.Select(row => row.Type));
        Assert.Equal(7, rows[5].Bits);
        Assert.Equal(1, rows[7].Bits);
        Assert.Equal(rows[3].KeyId, rows[4].KeyId);
    }

    [Fact]
    public void Of_two_arrays_in_one_value_the_rows_show_the_last_and_json_shows_both()
    {
        byte[] one = [0x18, 1];
        byte[] two = [0x18, 2];
        var batch = Some.Decoded(InSpan(Attribute([.. Field(5, Field(1, one)), .. Field(5, Field(1, two))])));
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        OtlpWriter.WriteJson(OtlpSignal.Traces, batch.Parts(), json);

        Assert.Equal(1, batch.Attributes[0].Children.Count);
        Assert.Equal(2, batch.NestedValues[batch.Attributes[0].Children.First].Bits);
        Assert.Contains(
            """{"arrayValue":{"values":[{"intValue":"1"},{"intValue":"2"}]}}""",
            System.Text.Encoding.UTF8.GetString(json.WrittenSpan),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.0)]
    public void The_bits_of_a_double_are_kept(double value)
    {
        var span = Some.Span();
        span.Attributes.Add(Some.Attribute("d", new AnyValue { DoubleValue = value }));

        Assert.Equal(BitConverter.DoubleToInt64Bits(value), Some.Decoded(Some.Request(span)).Attributes[^1].Bits);
    }

    [Theory]
    [InlineData(31, ValueType.Int)]
    [InlineData(32, ValueType.TooDeep)]
    [InlineData(46, ValueType.TooDeep)]
    [InlineData(1000, ValueType.TooDeep)]
    public void Arrays_are_looked_into_for_32_levels(int levels, ValueType innermost)
    {
        var value = Arrays(levels, [0x18, 7]);

        var batch = Some.Decoded(InSpan(Attribute(value)));

        var row = batch.NestedValues[^1];
        Assert.Equal(innermost, row.Type);
        if (innermost == ValueType.TooDeep)
        {
            Assert.Equal(Arrays(levels - 31, [0x18, 7]), batch.Bytes(row.Text).ToArray());
            Assert.Equal(1, batch.Unindexed[RowLimit.Depth]);
        }
    }

    [Fact]
    public void Five_thousand_levels_of_lists_are_kept_and_ten_thousand_messages_are_too_many()
    {
        byte[] value = [0x18, 7];
        for (var level = 0; level < 3000; level++)
        {
            value = Field(6, Field(1, Field(2, value)));
        }

        Assert.Single(Some.Decoded(InSpan(Attribute(value))).Spans.ToArray());
        Assert.Contains("10,000 levels", Some.Malformed(InSpan(Attribute(Arrays(6000, [0x18, 7])))).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_over_a_limit_has_no_row_but_is_kept_and_counted()
    {
        byte[] details =
        [
            .. Repeat(Field(9, Field(1, "k"u8)), 1030), .. Repeat(Field(11, []), 130), .. Repeat(Field(13, []), 131),
        ];

        var batch = Some.Decoded(InSpan(details));

        var span = batch.Spans[0];
        Assert.Equal((1024, 128, 128), (span.Attributes.Count, span.Events.Count, span.Links.Count));
        Assert.Equal((6, 2, 3), (batch.Unindexed[RowLimit.Attributes], batch.Unindexed[RowLimit.Events], batch.Unindexed[RowLimit.Links]));
        Assert.Equal(6 + 2 + 3, batch.Unindexed.Total);
        Assert.True(batch.Bytes(span.Message).EndsWith(details));
    }

    [Fact]
    public void Empty_values_do_not_make_rows_without_end()
    {
        var elements = Repeat([0x0A, 0], 1_000_000);

        var batch = Some.Decoded(InSpan([.. Attribute(Field(5, elements)), .. Attribute([0x18, 7])]));

        Assert.Equal([ValueType.TooDeep, ValueType.Int], Attributes(batch, batch.Spans[0].Attributes).Select(row => row.Type));
        Assert.True(batch.NestedValues.IsEmpty);
    }

    [Fact]
    public void A_long_key_has_no_number_but_its_bytes()
    {
        var key = new byte[1024 * 1024];
        key.AsSpan().Fill((byte)'k');

        var batch = Some.Decoded(InSpan(Field(9, Field(1, key))));

        Assert.Equal(AttributeKeyTable.NotInterned, batch.Attributes[0].KeyId);
        Assert.Equal(key, batch.Bytes(batch.Attributes[0].Key).ToArray());
    }

    [Theory]
    [InlineData(99)]
    [InlineData(-1)]
    public void Unknown_enum_numbers_are_kept(int number)
    {
        var span = Some.Span();
        span.Kind = (Span.Types.SpanKind)number;
        span.Status = new Status { Code = (Status.Types.StatusCode)number };

        var row = Some.Decoded(Some.Request(span)).Spans[0];

        Assert.Equal((number, number), (row.SpanKind, row.StatusCode));
    }

    [Fact]
    public void A_count_beyond_32_bits_is_saturated()
    {
        var batch = Some.Decoded(InSpan([0x50, 0x80, 0x80, 0x80, 0x80, 0x10]));

        Assert.Equal(uint.MaxValue, batch.Spans[0].DroppedAttributes);
    }

    [Fact]
    public void Attributes_lie_side_by_side_although_events_come_between()
    {
        var pair = Field(9, Field(1, "k"u8));
        var detail = Field(11, Field(3, Field(1, "e"u8)));

        var batch = Some.Decoded(InSpan([.. pair, .. detail, .. pair, .. detail, .. pair]));

        var span = batch.Spans[0];
        Assert.Equal(["k", "k", "k"], Attributes(batch, span.Attributes).Select(row => batch.Text(row.Key)));
        Assert.All(
            batch.Events.Slice(span.Events.First, span.Events.Count).ToArray(),
            one => Assert.Equal(["e"], Attributes(batch, one.Attributes).Select(row => batch.Text(row.Key))));
    }

    [Fact]
    public void Decoding_on_a_reused_batch_allocates_nothing()
    {
        var span = Some.Span();
        for (var index = 0; index < 25; index++)
        {
            span.Attributes.Add(Some.Attribute($"attribute.{index}", "value"));
        }

        span.Attributes.Add(Some.Attribute("list", new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { IntValue = 1 } } } }));
        span.Events.Add(new Span.Types.Event { Name = "event", Attributes = { Some.Attribute("e", "v") } });
        span.Links.Add(new Span.Types.Link { SpanId = ByteString.CopyFrom(Some.SpanId(9)) });
        var request = Some.Request([.. Enumerable.Repeat(span, 512)]);
        request.ResourceSpans[0].SchemaUrl = "makes an envelope of two pieces";
        var body = request.ToByteArray();
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        OtlpWriter.WriteJson(OtlpSignal.Traces, Some.Decoded(body).Parts(), json);
        var batch = Some.Batch();
        var jsonBatch = Some.Batch();
        using var decoder = new OtlpJsonDecoder();

        Assert.Equal(0, Allocations.Least(() => OtlpTraceDecoder.Decode(batch, body, OtlpLimits.Default)));
        Assert.Equal(0, Allocations.Least(() => decoder.DecodeTraces(jsonBatch, json.WrittenMemory, OtlpLimits.Default)));
        Assert.Equal((512, 512), (batch.Spans.Length, jsonBatch.Spans.Length));
    }

    private static byte[] Field(int number, ReadOnlySpan<byte> contents) =>
        [.. RandomRequests.Varint(((uint)number << 3) | 2), .. RandomRequests.Varint((uint)contents.Length), .. contents];

    private static byte[] Padded(int number, ReadOnlySpan<byte> contents) =>
        [.. RandomRequests.Varint(((uint)number << 3) | 2), .. RandomRequests.Padded((uint)contents.Length), .. contents];

    private static byte[] InSpan(ReadOnlySpan<byte> more) =>
        Field(1, Field(2, Field(2, [.. Field(1, Some.TraceId), .. Field(2, Some.SpanId()), .. more])));

    private static byte[] Attribute(ReadOnlySpan<byte> value) => Field(9, Field(2, value));

    private static byte[] Arrays(int levels, byte[] value)
    {
        for (var level = 0; level < levels; level++)
        {
            value = Field(5, Field(1, value));
        }

        return value;
    }

    private static byte[] Groups(int levels) =>
        [.. Enumerable.Repeat((byte)0x7B, levels), .. Enumerable.Repeat((byte)0x7C, levels)];

    private static byte[] Repeat(byte[] bytes, int count)
    {
        var repeated = new byte[bytes.Length * count];
        for (var index = 0; index < count; index++)
        {
            bytes.CopyTo(repeated, index * bytes.Length);
        }

        return repeated;
    }

    private static ValueRow[] Attributes(TelemetryBatch batch, RowRange range) => batch.Attributes.Slice(range.First, range.Count).ToArray();
}
