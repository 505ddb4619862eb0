using System.Text;
using System.Text.Json;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Otlp.Tests.Json;

/// <summary>The answers that section 2e of the OTLP reference asks for, row by row.</summary>
public sealed class OtlpJsonDecoderTests : IDisposable
{
    private readonly OtlpJsonDecoder _decoder = new();
    private readonly TelemetryBatch _batch = Some.Batch();

    public void Dispose() => _decoder.Dispose();

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData(" {} \n")]
    [InlineData("""{"resourceSpans":[]}""")]
    [InlineData("""{"resourceSpans":null}""")]
    [InlineData("""{"resourceSpans":[{}]}""")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{}]}],"other":[1,{"a":null}]}""")]
    [InlineData("""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"x"}}]}]}]}""")]
    public void A_document_without_spans_is_accepted(string json)
    {
        Decode(json);

        Assert.True(_batch.Spans.IsEmpty);
        Assert.Equal(0, _batch.Rejections.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("""{"resourceSpans":[""")]
    [InlineData("""{"resourceSpans":[],}""")]
    [InlineData("""{"resourceSpans":[]} // comment""")]
    [InlineData("{\"resourceSpans\":[{\"schemaUrl\":\"a\nb\"}]}")]
    [InlineData("""{"resourceSpans":[]}{"resourceSpans":[]}""")]
    [InlineData("""{"resourceSpans":[]} x""")]
    [InlineData("""{"resourceSpans":{}}""")]
    [InlineData("""{"resourceSpans":[5]}""")]
    public void What_is_not_one_otlp_document_is_malformed(string json) => Malformed(json);

    [Fact]
    public void A_byte_order_mark_is_passed_over()
    {
        Decode([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(WithSpan(""))]);

        Assert.Equal(1, _batch.Spans.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Utf_16_is_malformed(bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);

        Malformed([.. encoding.Preamble, .. encoding.GetBytes("{}")]);
    }

    [Fact]
    public void Ids_may_be_upper_or_lower_case()
    {
        Decode(Span("""{"traceId":"0102030405060708090A0b0C0d0E0f10","spanId":"aAbBcC0000000001","parentSpanId":"AABBCC0000000002"}"""));

        Assert.Equal("0102030405060708090a0b0c0d0e0f10", _batch.Spans[0].TraceId.ToString());
        Assert.Equal("aabbcc0000000001", _batch.Spans[0].SpanId.ToString());
        Assert.Equal("aabbcc0000000002", _batch.Spans[0].ParentSpanId.ToString());
    }

    [Theory]
    [InlineData("AQIDBAUGBwgJCgsMDQ4PEA==", "trace_id")]
    [InlineData("0102", "trace_id")]
    [InlineData("010", "trace_id")]
    [InlineData("zz02030405060708090a0b0c0d0e0f10", "trace_id")]
    [InlineData("0x0102030405060708090a0b0c0d0e0f", "trace_id")]
    [InlineData("", "trace_id")]
    [InlineData("00000000000000000000000000000000", "trace_id")]
    public void An_impossible_id_costs_its_span_only(string traceId, string cause)
    {
        Decode(Spans($$"""{"traceId":"{{traceId}}","spanId":"0000000000000009","name":"bad"}""", Valid("")));

        Assert.Equal(1, _batch.Spans.Length);
        Assert.Equal(1, _batch.Rejections.CountByCause[cause]);
        Assert.Contains("Span \"bad\" (span id 0000000000000009)", Assert.Single(_batch.Rejections.Reasons), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1700000000000000000", 1_700_000_000_000_000_000)]
    [InlineData("\"1700000000000000000\"", 1_700_000_000_000_000_000)]
    [InlineData("1e18", 1_000_000_000_000_000_000)]
    [InlineData("\"1e18\"", 1_000_000_000_000_000_000)]
    [InlineData("1.7e18", 1_700_000_000_000_000_000)]
    [InlineData("5.0", 5)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("null", 0)]
    public void Times_may_be_numbers_or_text(string written, ulong time)
    {
        Decode(WithSpan($"\"startTimeUnixNano\":{written}"));

        Assert.Equal(time, Assert.Single(_batch.Spans.ToArray()).StartUnixNano);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("\"-1\"")]
    [InlineData("-1")]
    [InlineData("18446744073709551616")]
    [InlineData("1e400")]
    [InlineData("\"\"")]
    [InlineData("\"yesterday\"")]
    public void An_impossible_time_costs_its_span_only(string written)
    {
        Decode(Spans(Valid($"\"startTimeUnixNano\":{written},\"name\":\"bad\""), Valid("")));

        Assert.Equal(1, _batch.Spans.Length);
        Assert.Equal(1, _batch.Rejections.CountByCause["start_time_unix_nano"]);
        Assert.Contains("Span \"bad\"", _batch.Rejections.Reasons[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("2.0", 2)]
    [InlineData("\"2\"", 2)]
    [InlineData("\"SPAN_KIND_SERVER\"", 2)]
    [InlineData("\"server\"", 2)]
    [InlineData("77", 77)]
    [InlineData("-1", -1)]
    [InlineData("null", 0)]
    [InlineData("\"SPAN_KIND_OTHER\"", 0)]
    public void Enums_may_be_numbers_or_names(string written, int kind)
    {
        Decode(WithSpan($"\"kind\":{written}"));

        Assert.Equal(kind, _batch.Spans[0].SpanKind);
    }

    [Fact]
    public void Snake_case_is_accepted()
    {
        Decode("""
            {"resource_spans":[{"scope_spans":[{"spans":[{"trace_id":"0102030405060708090a0b0c0d0e0f10","span_id":"0000000000000001",
            "start_time_unix_nano":"7","attributes":[{"key":"k","value":{"string_value":"v"}}]}]}]}]}
            """);

        Assert.Equal(7ul, _batch.Spans[0].StartUnixNano);
        Assert.Equal("v", _batch.Text(_batch.Attributes[0].Text));
    }

    [Fact]
    public void Of_a_name_that_occurs_twice_the_last_counts()
    {
        Decode(WithSpan("""
            "name":"first","attributes":[{"key":"a","value":{"intValue":1}},{"key":"b","value":{"intValue":1}}],
            "status":{"code":2,"message":"m"},"name":"last","kind":3,"attributes":[{"key":"c","value":{"intValue":1},"value":{"boolValue":true}}],
            "status":{"message":"n"},"kind":null
            """));

        var span = _batch.Spans[0];
        Assert.Equal("last", _batch.Text(span.Name));
        Assert.Equal(1, span.Attributes.Count);
        Assert.Equal("c", _batch.Text(_batch.Attributes[span.Attributes.First].Key));
        Assert.Equal(ValueType.Boolean, _batch.Attributes[span.Attributes.First].Type);
        Assert.Equal((0, "n"), (span.StatusCode, _batch.Text(span.StatusMessage)));
        Assert.Equal(0, span.SpanKind);
    }

    [Theory]
    [InlineData("""{"intValue":"5"}""", ValueType.Int, 5)]
    [InlineData("""{"intValue":5}""", ValueType.Int, 5)]
    [InlineData("""{"intValue":5.0}""", ValueType.Int, 5)]
    [InlineData("""{"intValue":"-9223372036854775808"}""", ValueType.Int, long.MinValue)]
    [InlineData("""{"boolValue":true}""", ValueType.Boolean, 1)]
    [InlineData("""{"boolValue":false}""", ValueType.Boolean, 0)]
    [InlineData("""{}""", ValueType.Empty, 0)]
    [InlineData("""null""", ValueType.Empty, 0)]
    [InlineData("""{"stringValue":null}""", ValueType.Empty, 0)]
    public void Values_of_numbers_are_read(string written, ValueType type, long bits)
    {
        var row = DecodeValue(written);

        Assert.Equal((type, bits), (row.Type, row.Bits));
    }

    [Theory]
    [InlineData("""{"doubleValue":1.5}""", 1.5)]
    [InlineData("""{"doubleValue":"1.5"}""", 1.5)]
    [InlineData("""{"doubleValue":3}""", 3)]
    [InlineData("""{"doubleValue":"NaN"}""", double.NaN)]
    [InlineData("""{"doubleValue":"Infinity"}""", double.PositiveInfinity)]
    [InlineData("""{"doubleValue":"-Infinity"}""", double.NegativeInfinity)]
    [InlineData("""{"doubleValue":-0.0}""", -0.0)]
    [InlineData("""{"intValue":9223372036854775808}""", 9223372036854775808d)]
    public void Values_of_doubles_are_read(string written, double value)
    {
        var row = DecodeValue(written);

        Assert.Equal(ValueType.Double, row.Type);
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), row.Bits);
    }

    [Fact]
    public void A_bare_nan_is_malformed() => Malformed(WithSpan("""
        "attributes":[{"key":"k","value":{"doubleValue":NaN}}]
        """));

    [Theory]
    [InlineData("+/8=")]
    [InlineData("-_8=")]
    [InlineData("-_8")]
    [InlineData("+/8")]
    [InlineData("\\u002b/8=")]
    public void Bytes_may_be_base64_or_base64url(string written)
    {
        var row = DecodeValue($$"""{"bytesValue":"{{written}}"}""");

        Assert.Equal(ValueType.Bytes, row.Type);
        Assert.Equal([0xFB, 0xFF], _batch.Bytes(row.Text).ToArray());
    }

    [Theory]
    [InlineData("""{"bytesValue":"!"}""", "bytes_value")]
    [InlineData("""{"intValue":"many"}""", "int_value")]
    [InlineData("""{"doubleValue":"much"}""", "double_value")]
    public void An_impossible_value_costs_its_span_only(string written, string cause)
    {
        Decode(Spans(Valid($$"""
            "attributes":[{"key":"k","value":{{written}}}]
            """), Valid("")));

        Assert.Equal(1, _batch.Spans.Length);
        Assert.Equal(1, _batch.Rejections.CountByCause[cause]);
    }

    [Fact]
    public void An_impossible_value_of_a_resource_is_malformed() => Malformed("""
        {"resourceSpans":[{"resource":{"attributes":[{"key":"k","value":{"intValue":"many"}}]}}]}
        """);

    [Theory]
    [InlineData("""
        "attributes":{"model":"gpt-4o"}
        """, "attributes must be an array such as [{\"key\":\"…\",\"value\":{\"stringValue\":\"…\"}}], not an object")]
    [InlineData("""
        "attributes":[{"key":"k","value":"v"}]
        """, "value must be an object such as {\"stringValue\":\"…\"}")]
    [InlineData("""
        "attributes":[{"key":"k","value":{"boolValue":"true"}}]
        """, "boolValue must be true or false, not a string")]
    [InlineData("""
        "events":{}
        """, "events must be an array, not an object")]
    [InlineData("""
        "name":5
        """, "name must be a string, not a number")]
    [InlineData("""
        "traceId":5
        """, "traceId must be a string of hexadecimal digits, not a number")]
    [InlineData("""
        "startTimeUnixNano":true
        """, "startTimeUnixNano must be a number, or a string with one, not true or false")]
    public void A_wrong_shape_is_malformed_and_the_right_one_is_shown(string member, string reason) =>
        Assert.Contains(reason, Malformed(WithSpan(member)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\\ud800", "\uFFFD")]
    [InlineData("a\\udc00b", "a\uFFFDb")]
    [InlineData("\\ud800\\ud800\\udc00", "\uFFFD\U00010000")]
    public void A_lone_surrogate_becomes_a_replacement_character_and_is_counted(string written, string text)
    {
        var row = DecodeValue($$"""{"stringValue":"{{written}}"}""");

        Assert.Equal(text, _batch.Text(row.Text));
        Assert.Equal(1, _batch.InvalidTextCount);
    }

    [Fact]
    public void Invalid_utf_8_is_kept_and_counted()
    {
        var json = Encoding.Latin1.GetBytes(WithSpan("\"name\":\"\u00FFx\""));

        Decode(json);

        Assert.Equal([0xFF, (byte)'x'], _batch.Bytes(_batch.Spans[0].Name).ToArray());
        Assert.Equal(1, _batch.InvalidTextCount);
    }

    [Fact]
    public void Escapes_are_taken_out_of_names_and_text()
    {
        Decode(WithSpan("""
            "n\u0061me":"q\"b\\s\/n\nr\rt\tb\bf\fu\u00fcz\u0000e\ud83d\ude00"
            """));

        Assert.Equal("q\"b\\s/n\nr\rt\tb\bf\fu\u00fcz\0e\U0001F600", _batch.Text(_batch.Spans[0].Name));
    }

    [Fact]
    public void Any_text_with_any_escapes_means_what_the_framework_says_it_means()
    {
        string[] pieces = ["a", "\"", "\\", "\n", "\u001f", "ü", "\u4e2d", "\U0001F600", "</script>", "0123456789abcdef", "/"];
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));

            Decode(WithSpan($"\"name\":{JsonSerializer.Serialize(text)}"));

            Assert.True(text == _batch.Text(_batch.Spans[0].Name), $"seed {seed}: {text}");
        }
    }

    [Fact]
    public void The_reasons_of_the_first_refused_spans_are_kept_and_all_are_counted()
    {
        Decode(Spans([.. Enumerable.Repeat("""{"traceId":"x"}""", 100)]));

        Assert.Equal(100, _batch.Rejections.Count);
        Assert.All(_batch.Rejections.Reasons, reason => Assert.Contains("is not hexadecimal", reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Arrays_of_2000_levels_are_malformed()
    {
        var nested = string.Concat(Enumerable.Repeat("{\"arrayValue\":{\"values\":[", 2000)) +
            string.Concat(Enumerable.Repeat("]}}", 2000));

        Malformed(WithSpan($"\"attributes\":[{{\"key\":\"k\",\"value\":{nested}}}]"));
    }

    [Fact]
    public void Key_value_lists_of_32_levels_are_read()
    {
        var nested = string.Concat(Enumerable.Repeat("{\"kvlistValue\":{\"values\":[{\"key\":\"k\",\"value\":", 31)) + "{\"intValue\":1}" +
            string.Concat(Enumerable.Repeat("}]}}", 31));

        Decode(WithSpan($"\"events\":[{{\"attributes\":[{{\"key\":\"k\",\"value\":{nested}}}]}}]"));

        Assert.Equal(ValueType.Int, _batch.NestedValues[^1].Type);
        Assert.Equal(0, _batch.Unindexed.Total);
    }

    [Fact]
    public void Nulls_in_arrays_are_absent()
    {
        Decode("""{"resourceSpans":[null,{"scopeSpans":[null,{"spans":[null]}]}]}""");

        Assert.True(_batch.Spans.IsEmpty);
    }

    private ValueRow DecodeValue(string value)
    {
        Decode(WithSpan($$"""
            "attributes":[{"key":"k","value":{{value}}}]
            """));
        return Assert.Single(_batch.Attributes.ToArray());
    }

    private static string Valid(string members) =>
        "{\"traceId\":\"0102030405060708090a0b0c0d0e0f10\",\"spanId\":\"0000000000000001\"" + (members.Length == 0 ? "}" : "," + members + "}");

    private static string Span(string span) => Spans(span);

    private static string Spans(params string[] spans) =>
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + string.Join(',', spans) + "]}]}]}";

    private static string WithSpan(string members) => Spans(Valid(members));

    private void Decode(string json) => Decode(Encoding.UTF8.GetBytes(json));

    private void Decode(byte[] json)
    {
        var result = _decoder.DecodeTraces(_batch, json, OtlpLimits.Default);
        Assert.True(result is OtlpDecodeResult.Decoded, (result as OtlpDecodeResult.Malformed)?.Message);
    }

    private OtlpDecodeResult.Malformed Malformed(string json) => Malformed(Encoding.UTF8.GetBytes(json));

    private OtlpDecodeResult.Malformed Malformed(byte[] json)
    {
        var malformed = Assert.IsType<OtlpDecodeResult.Malformed>(_decoder.DecodeTraces(_batch, json, OtlpLimits.Default));
        Assert.True(_batch.Spans.IsEmpty);
        return malformed;
    }
}
