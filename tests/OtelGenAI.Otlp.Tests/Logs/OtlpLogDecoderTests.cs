using System.Buffers;
using System.Text;
using Google.Protobuf;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Logs;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Tests.Traces;

namespace OtelGenAI.Otlp.Tests.Logs;

public sealed class OtlpLogDecoderTests
{
    [Fact]
    public void A_log_record_becomes_a_row_with_its_ids_times_body_and_attributes()
    {
        var record = SomeLogs.Record();
        record.SeverityText = "Information";
        record.Attributes.Add(Some.Attribute("gen_ai.system", "openai"));
        record.Flags = 1;

        var batch = SomeLogs.Decoded(SomeLogs.Request(record));

        var row = Assert.Single(batch.Logs.ToArray());
        Assert.Equal("0102030405060708090a0b0c0d0e0f10", row.TraceId.ToString());
        Assert.Equal("a000000000000001", row.SpanId.ToString());
        Assert.Equal(1_700_000_000_000_000_000ul, row.TimeUnixNano);
        Assert.Equal(1_700_000_000_000_000_001ul, row.ObservedUnixNano);
        Assert.Equal(9, row.SeverityNumber);
        Assert.Equal("Information", batch.Text(row.SeverityText));
        Assert.Equal("gen_ai.user.message", batch.Text(row.EventName));
        Assert.Equal("{content='weather in Paris?'}", SpanText.Value(batch, row.Body));
        Assert.Equal("[gen_ai.system='openai']", SpanText.Attributes(batch, row.Attributes));
        Assert.Equal(record.ToByteArray(), batch.Bytes(row.Message).ToArray());
        Assert.True(batch.Spans.IsEmpty);
    }

    [Fact]
    public void A_record_with_impossible_ids_belongs_to_no_trace_and_is_kept()
    {
        var record = SomeLogs.Record();
        record.TraceId = ByteString.CopyFrom(1, 2, 3);
        record.SpanId = ByteString.CopyFrom(new byte[8]);

        var batch = SomeLogs.Decoded(SomeLogs.Request(record));

        var row = Assert.Single(batch.Logs.ToArray());
        Assert.Equal((default, default), (row.TraceId, row.SpanId));
        Assert.Equal(0, batch.Rejections.Count);
        Assert.Equal(record.ToByteArray(), batch.Bytes(row.Message).ToArray());
    }

    [Fact]
    public void A_record_without_a_time_is_ordered_by_when_it_was_observed()
    {
        var record = SomeLogs.Record();
        record.TimeUnixNano = 0;

        Assert.Equal(1_700_000_000_000_000_001, SomeLogs.Decoded(SomeLogs.Request(record)).Logs[0].OrderUnixNano);
    }

    [Fact]
    public void A_record_that_json_cannot_mean_is_refused_alone_and_named()
    {
        const string json = """
            {"resourceLogs":[{"scopeLogs":[{"logRecords":[
              {"spanId":"a000000000000001","timeUnixNano":"1.5","eventName":"gen_ai.choice"},
              {"eventName":"gen_ai.user.message","severityNumber":"SEVERITY_NUMBER_INFO","body":{"stringValue":"hi"}}]}]}]}
            """;
        using var decoder = new OtlpJsonDecoder();
        var batch = Some.Batch();

        Assert.IsType<OtlpDecodeResult.Decoded>(decoder.DecodeLogs(batch, Encoding.UTF8.GetBytes(json), OtlpLimits.Default));

        var row = Assert.Single(batch.Logs.ToArray());
        Assert.Equal(("gen_ai.user.message", 9), (batch.Text(row.EventName), row.SeverityNumber));
        Assert.Equal(
            "Log record \"gen_ai.choice\" (span id a000000000000001): timeUnixNano is not a number that fits (1.5).",
            Assert.Single(batch.Rejections.Reasons));
    }

    [Fact]
    public void A_stored_record_is_read_alone_with_its_resource_and_scope()
    {
        var first = SomeLogs.Decoded(SomeLogs.Request(SomeLogs.Record("other"), SomeLogs.Record()));
        var parts = first.LogParts()[1];
        var batch = Some.Batch();

        OtlpLogDecoder.DecodeStored(batch, parts.Message, parts.ResourceEnvelope, parts.ScopeEnvelope, OtlpLimits.Default);

        Assert.Equal(LogText.Of(first)[1], Assert.Single(LogText.Of(batch)));
    }

    [Fact]
    public void Spans_and_logs_share_one_document_of_which_each_path_takes_its_own()
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new OtlpJsonWriter(output, OtlpSignal.Traces))
        {
            writer.Write(Some.Decoded(Some.Request(Some.Span())).Parts()[0]);
            writer.Begin(OtlpSignal.Logs);
            writer.Write(SomeLogs.Decoded(SomeLogs.Request(SomeLogs.Record())).LogParts()[0]);
            writer.Complete();
        }

        using var decoder = new OtlpJsonDecoder();
        var batch = Some.Batch();
        Assert.IsType<OtlpDecodeResult.Decoded>(decoder.DecodeTraces(batch, output.WrittenMemory, OtlpLimits.Default));
        Assert.Equal((1, 0), (batch.Spans.Length, batch.Logs.Length));
        Assert.IsType<OtlpDecodeResult.Decoded>(decoder.DecodeLogs(batch, output.WrittenMemory, OtlpLimits.Default));
        Assert.Equal((0, 1), (batch.Spans.Length, batch.Logs.Length));
    }

    [Fact]
    public void Decoding_on_a_reused_batch_allocates_nothing()
    {
        var record = SomeLogs.Record();
        for (var index = 0; index < 10; index++)
        {
            record.Attributes.Add(Some.Attribute($"attribute.{index}", "value"));
        }

        var body = SomeLogs.Request([.. Enumerable.Repeat(record, 512)]).ToByteArray();
        var json = new ArrayBufferWriter<byte>();
        OtlpWriter.WriteJson(OtlpSignal.Logs, SomeLogs.Decoded(body).LogParts(), json);
        var batch = Some.Batch();
        var jsonBatch = Some.Batch();
        using var decoder = new OtlpJsonDecoder();

        Assert.Equal(0, Allocations.Least(() => OtlpLogDecoder.Decode(batch, body, OtlpLimits.Default)));
        Assert.Equal(0, Allocations.Least(() => decoder.DecodeLogs(jsonBatch, json.WrittenMemory, OtlpLimits.Default)));
        Assert.Equal((512, 512), (batch.Logs.Length, jsonBatch.Logs.Length));
    }
}
