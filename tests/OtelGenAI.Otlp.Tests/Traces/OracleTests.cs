using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Tests.Oracle;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Tests.Traces;

/// <summary>Our codec and Google.Protobuf read the same bytes and must say the same.</summary>
public sealed class OracleTests
{
    // Google.Protobuf wraps counts above 2^32, we saturate them. SchemaTests looks at the counts.
    private static readonly Regex DroppedCount = new(""", "dropped[A-Za-z]*Count": \d+""");

    private readonly TelemetryBatch _batch = Some.Batch();

    [Fact]
    public void Random_requests_mean_the_same_to_both()
    {
        for (var seed = 0; seed < 1500; seed++)
        {
            var random = new RandomRequests(seed);
            var request = random.Request();

            AssertSameContent(request.ToByteArray(), request, $"seed {seed}, plain");
            AssertSameContent(random.Disguised(request), request, $"seed {seed}, disguised");
        }
    }

    [Fact]
    public void Mutated_requests_are_accepted_by_both_or_refused_by_both()
    {
        var accepted = 0;
        var refused = 0;
        for (var seed = 0; seed < 12_000; seed++)
        {
            var random = new RandomRequests(seed % 300);
            var body = new RandomRequests(seed).Mutated(random.Disguised(random.Request()));

            var ours = OtlpTraceDecoder.Decode(_batch, body, OtlpLimits.Default);

            if (TryParse(body, out var theirs))
            {
                accepted++;
                if (!IsKnownDifference(ours, body))
                {
                    Assert.True(ours is OtlpDecodeResult.Decoded, $"seed {seed}: only we refuse it: {(ours as OtlpDecodeResult.Malformed)?.Message}");
                    AssertSameRows(theirs, $"seed {seed}");
                }
            }
            else
            {
                refused++;
                Assert.True(ours is OtlpDecodeResult.Malformed, $"seed {seed}: only Google.Protobuf refuses it.");
            }
        }

        Assert.True(accepted > 1000 && refused > 1000, $"{accepted} accepted, {refused} refused: the mutations test only one side.");
    }

    [Fact]
    public void What_is_stored_comes_back_byte_for_byte_in_protobuf()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new RandomRequests(seed);
            var request = random.Request();
            var batch = Some.Decoded(random.Disguised(request));
            var parts = batch.Parts();
            var output = new ArrayBufferWriter<byte>();

            OtlpWriter.WriteProtobuf(parts, output);

            var again = Some.Decoded(output.WrittenSpan.ToArray());
            Assert.Equal(SpanText.Of(batch).Order(), SpanText.Of(again).Order());
            Assert.Equal(
                parts.Select(part => Convert.ToHexString(part.Message.Span)).Order(),
                again.Parts().Select(part => Convert.ToHexString(part.Message.Span)).Order());
        }
    }

    [Fact]
    public void What_is_stored_comes_back_through_json_with_every_field()
    {
        for (var seed = 0; seed < 1500; seed++)
        {
            var random = new RandomRequests(seed);
            var request = random.Request();
            AssertSurvivesJson(random.Disguised(request), $"seed {seed}");
        }
    }

    [Fact]
    public void Whatever_is_accepted_comes_back_through_json_with_the_same_content()
    {
        for (var seed = 0; seed < 6000; seed++)
        {
            var random = new RandomRequests(seed % 300);
            var body = new RandomRequests(seed).Mutated(random.Disguised(random.Request()));
            if (OtlpTraceDecoder.Decode(_batch, body, OtlpLimits.Default) is OtlpDecodeResult.Decoded)
            {
                AssertSurvivesJson(body, $"seed {seed}");
            }
        }
    }

    [Fact]
    public void A_request_cut_at_any_byte_is_decoded_or_malformed()
    {
        var random = new RandomRequests(seed: 4);
        var body = random.Disguised(random.Request());
        Assert.True(body.Length > 2000);
        for (var length = 0; length < body.Length; length++)
        {
            var ours = OtlpTraceDecoder.Decode(_batch, body.AsMemory(0, length), OtlpLimits.Default);

            Assert.Equal(TryParse(body[..length], out _), ours is OtlpDecodeResult.Decoded);
        }
    }

    [Fact]
    public void A_json_document_cut_at_any_byte_is_malformed()
    {
        var random = new RandomRequests(seed: 4);
        var json = Json(Some.Decoded(random.Request()));
        using var decoder = new OtlpJsonDecoder();
        for (var length = 0; length < json.Length; length++)
        {
            Assert.IsType<OtlpDecodeResult.Malformed>(decoder.DecodeTraces(_batch, json.AsMemory(0, length), OtlpLimits.Default));
        }
    }

    [Fact]
    public void Mutated_json_never_throws()
    {
        using var decoder = new OtlpJsonDecoder();
        var accepted = 0;
        for (var seed = 0; seed < 6000; seed++)
        {
            var json = Json(Some.Decoded(new RandomRequests(seed % 100).Request()));
            var mutated = new RandomRequests(seed).Mutated(json);
            if (decoder.DecodeTraces(_batch, mutated, OtlpLimits.Default) is OtlpDecodeResult.Decoded)
            {
                accepted++;
                AssertSurvivesJson(_batch, $"seed {seed}");
            }
        }

        Assert.True(accepted > 500, $"{accepted} accepted");
    }

    private void AssertSameContent(byte[] body, ExportTraceServiceRequest request, string which)
    {
        var ours = OtlpTraceDecoder.Decode(_batch, body, OtlpLimits.Default);
        Assert.True(ours is OtlpDecodeResult.Decoded, $"{which}: {(ours as OtlpDecodeResult.Malformed)?.Message}");
        AssertSameRows(request, which);
    }

    private void AssertSameRows(ExportTraceServiceRequest request, string which)
    {
        var expected = SpanText.Of(request, out var rejected);
        var actual = SpanText.Of(_batch);
        Assert.True(expected.SequenceEqual(actual), $"{which}:\n{string.Join('\n', expected)}\n{string.Join('\n', actual)}");
        Assert.Equal(rejected, _batch.Rejections.Count);
    }

    private static void AssertSurvivesJson(byte[] body, string which) => AssertSurvivesJson(Some.Decoded(body), which);

    // Every field, not only those with rows: Google.Protobuf reads the stored pieces and what came back, and compares.
    private static void AssertSurvivesJson(TelemetryBatch batch, string which)
    {
        var json = Json(batch);
        using var decoder = new OtlpJsonDecoder();
        var again = Some.Batch();
        var result = decoder.DecodeTraces(again, json, OtlpLimits.Default);
        Assert.True(result is OtlpDecodeResult.Decoded, $"{which}: {(result as OtlpDecodeResult.Malformed)?.Message}\n{Encoding.UTF8.GetString(json)}");
        Assert.Equal(batch.Spans.Length, again.Spans.Length);
        var expected = Comparable(batch);
        var actual = Comparable(again);
        Assert.True(expected.SequenceEqual(actual), $"{which}:\n{string.Join('\n', expected.Except(actual))}\n{string.Join('\n', actual.Except(expected))}");
    }

    private static List<string> Comparable(TelemetryBatch batch)
    {
        List<string> spans = [];
        foreach (var part in batch.Parts())
        {
            var output = new ArrayBufferWriter<byte>();
            OtlpWriter.WriteProtobuf([part], output);
            spans.Add(TryParse(output.WrittenSpan.ToArray(), out var request)
                ? DroppedCount.Replace(JsonFormatter.Default.Format(request), "")
                : "too deep for Google.Protobuf");
        }

        spans.Sort(StringComparer.Ordinal);
        return spans;
    }

    private static byte[] Json(TelemetryBatch batch)
    {
        var output = new ArrayBufferWriter<byte>();
        OtlpWriter.WriteJson(OtlpSignal.Traces, batch.Parts(), output);
        return output.WrittenSpan.ToArray();
    }

    private static bool TryParse(byte[] body, out ExportTraceServiceRequest request)
    {
        try
        {
            request = ExportTraceServiceRequest.Parser.ParseFrom(body);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            request = new ExportTraceServiceRequest();
            return false;
        }
    }

    // Documented at OtlpTraceDecoder: Google.Protobuf takes lengths and tags beyond 32 bits for smaller ones.
    private static bool IsKnownDifference(OtlpDecodeResult ours, byte[] body) =>
        ours is OtlpDecodeResult.Malformed { Reason: "a field number is larger than 29 bits" or "a length reaches beyond the enclosing message" } &&
        body.AsSpan().IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0;
}
