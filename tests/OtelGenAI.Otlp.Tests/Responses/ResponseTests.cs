using System.Buffers;
using System.Text;
using System.Text.Json;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Tests.Oracle;

namespace OtelGenAI.Otlp.Tests.Responses;

public sealed class ResponseTests
{
    [Theory]
    [InlineData(OtlpSignal.Traces)]
    [InlineData(OtlpSignal.Logs)]
    [InlineData(OtlpSignal.Metrics)]
    public void A_full_success_is_an_empty_message_and_an_empty_object(OtlpSignal signal)
    {
        Assert.Empty(Written(signal, OtlpEncoding.Protobuf, rejected: 0, message: null));
        Assert.Equal("{}", Encoding.UTF8.GetString(Written(signal, OtlpEncoding.Json, rejected: 0, message: "")));
    }

    [Fact]
    public void A_partial_success_says_how_many_and_why()
    {
        var response = ExportTraceServiceResponse.Parser.ParseFrom(
            Written(OtlpSignal.Traces, OtlpEncoding.Protobuf, rejected: 2, message: "schön"));

        Assert.Equal(2, response.PartialSuccess.RejectedSpans);
        Assert.Equal("schön", response.PartialSuccess.ErrorMessage);
    }

    [Theory]
    [InlineData(OtlpSignal.Traces, "rejectedSpans")]
    [InlineData(OtlpSignal.Logs, "rejectedLogRecords")]
    [InlineData(OtlpSignal.Metrics, "rejectedDataPoints")]
    public void A_partial_success_in_json_uses_the_name_of_its_signal(OtlpSignal signal, string name)
    {
        using var json = JsonDocument.Parse(Written(signal, OtlpEncoding.Json, rejected: 5_000_000_000, message: "why"));

        var partialSuccess = json.RootElement.GetProperty("partialSuccess");
        Assert.Equal("5000000000", partialSuccess.GetProperty(name).GetString());
        Assert.Equal("why", partialSuccess.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public void A_long_message_is_cut_between_characters()
    {
        var message = "x" + new string('ü', 2000);

        var response = ExportTraceServiceResponse.Parser.ParseFrom(
            Written(OtlpSignal.Traces, OtlpEncoding.Protobuf, rejected: 1, message));

        Assert.Equal(1023, Encoding.UTF8.GetByteCount(response.PartialSuccess.ErrorMessage));
        Assert.StartsWith(response.PartialSuccess.ErrorMessage, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_status_carries_its_details_in_protobuf()
    {
        var status = RpcStatus.Parser.ParseFrom(SomeStatus.ToProtobuf());

        Assert.Equal(14, status.Code);
        Assert.Equal("full", status.Message);
        Assert.Equal("type.googleapis.com/google.rpc.RetryInfo", status.Details[0].TypeUrl);
        var retry = RetryInfo.Parser.ParseFrom(status.Details[0].Value).RetryDelay;
        Assert.Equal((1, 500_000_000), (retry.Seconds, retry.Nanos));
        Assert.Equal("type.googleapis.com/google.rpc.BadRequest", status.Details[1].TypeUrl);
        var violation = Assert.Single(BadRequest.Parser.ParseFrom(status.Details[1].Value).FieldViolations);
        Assert.Equal(("resource_spans", "broken"), (violation.Field, violation.Description));
    }

    [Fact]
    public void A_status_carries_its_details_in_json()
    {
        var output = new ArrayBufferWriter<byte>();
        SomeStatus.Write(output, OtlpEncoding.Json);

        Assert.Equal(
            """
            {"code":14,"message":"full","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1.5s"},{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"resource_spans","description":"broken"}]}]}
            """,
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static OtlpStatus SomeStatus => new(Code: 14, "full")
    {
        RetryAfter = TimeSpan.FromSeconds(1.5),
        FieldViolations = [new FieldViolation("resource_spans", "broken")],
    };

    private static byte[] Written(OtlpSignal signal, OtlpEncoding encoding, long rejected, string? message)
    {
        var output = new ArrayBufferWriter<byte>();
        ExportResponse.Write(output, signal, encoding, rejected, message);
        return output.WrittenSpan.ToArray();
    }
}
