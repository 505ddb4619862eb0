using System.Buffers;
using System.Text;
using Google.Protobuf;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Tests.Oracle;

namespace OtelGenAI.Otlp.Tests.Json;

public sealed class OtlpJsonWriterTests
{
    [Fact]
    public void A_span_is_written_the_way_the_specification_shows_it()
    {
        var span = Some.Span("chat \"ü\"");
        span.Kind = Span.Types.SpanKind.Client;
        span.Attributes.Add(Some.Attribute("n", new AnyValue { IntValue = long.MaxValue }));
        span.Attributes.Add(Some.Attribute("d", new AnyValue { DoubleValue = double.NaN }));
        span.Attributes.Add(Some.Attribute("b", new AnyValue { BytesValue = ByteString.CopyFrom(0xFB, 0xFF) }));
        span.Status = new Status { Code = Status.Types.StatusCode.Error, Message = "no" };

        Assert.Equal(
            """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"scope":{"name":"lib","version":"1.0"},"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"a000000000000001","name":"chat \"ü\"","kind":3,"startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000001000000000","attributes":[{"key":"n","value":{"intValue":"9223372036854775807"}},{"key":"d","value":{"doubleValue":"NaN"}},{"key":"b","value":{"bytesValue":"+/8="}}],"status":{"message":"no","code":2}}]}]}]}
            """,
            Json(Some.Request(span), out _));
    }

    [Fact]
    public void Spans_of_equal_resources_and_scopes_are_written_together()
    {
        var request = Some.Request(Some.Span(id: 1));
        var other = Some.Request(Some.Span(id: 2));
        other.ResourceSpans[0].Resource.Attributes[0].Value.StringValue = "other";
        request.ResourceSpans.Add(other.ResourceSpans);
        request.ResourceSpans.Add(Some.Request(Some.Span(id: 3)).ResourceSpans);

        var json = Json(request, out _);

        Assert.Equal(2, json.Split("\"resource\":").Length - 1);
        Assert.True(json.IndexOf("a000000000000003", StringComparison.Ordinal) < json.IndexOf("a000000000000002", StringComparison.Ordinal));
    }

    [Fact]
    public void What_json_cannot_say_is_counted()
    {
        byte[] unknownField = [0xA0, 0x06, 0x01];
        var span = Some.Span();
        span.Name = "?";
        byte[] message = [.. span.ToByteArray(), .. unknownField];
        message[message.AsSpan().IndexOf((byte)'?')] = 0xFF;
        var output = new ArrayBufferWriter<byte>();

        var losses = OtlpWriter.WriteJson(OtlpSignal.Traces, [new OtlpRecordParts(message, default, default)], output);

        Assert.Equal(new JsonLosses(UnknownFields: 1, TooDeepValues: 0, InvalidTexts: 1), losses);
        Assert.Contains("\"name\":\"\uFFFD\"", Encoding.UTF8.GetString(output.WrittenSpan), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_piece_is_an_error_that_says_where()
    {
        var error = Assert.Throws<InvalidDataException>(
            () => OtlpWriter.WriteJson(OtlpSignal.Traces, [new OtlpRecordParts(new byte[] { 0x0A, 0x10, 1 }, default, default)], new ArrayBufferWriter<byte>()));

        Assert.Contains("Span message of 3 bytes is damaged at byte 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_spans_are_an_empty_document()
    {
        var output = new ArrayBufferWriter<byte>();
        OtlpWriter.WriteJson(OtlpSignal.Traces, [], output);

        Assert.Equal("""{"resourceSpans":[]}""", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static string Json(ExportTraceServiceRequest request, out JsonLosses losses)
    {
        var output = new ArrayBufferWriter<byte>();
        losses = OtlpWriter.WriteJson(OtlpSignal.Traces, Some.Decoded(request).Parts(), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
