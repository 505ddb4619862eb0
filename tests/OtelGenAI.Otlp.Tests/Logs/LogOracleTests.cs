using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Logs;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Tests.Oracle;
using OtelGenAI.Otlp.Tests.Traces;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Tests.Logs;

/// <summary>Our codec and Google.Protobuf read the same log requests and must say the same.</summary>
public sealed class LogOracleTests
{
    // Google.Protobuf wraps counts above 2^32, we saturate them. LogSchemaTests looks at the counts.
    private static readonly Regex DroppedCount = new(""", "dropped[A-Za-z]*Count": \d+""");

    private readonly TelemetryBatch _batch = Some.Batch();

    [Fact]
    public void Random_requests_mean_the_same_to_both()
    {
        for (var seed = 0; seed < 800; seed++)
        {
            var random = new RandomRequests(seed);
            var request = random.Request<ExportLogsServiceRequest>();
            foreach (var body in (byte[][])[request.ToByteArray(), random.Disguised(request)])
            {
                Assert.IsType<OtlpDecodeResult.Decoded>(OtlpLogDecoder.Decode(_batch, body, OtlpLimits.Default));
                AssertSameRows(request, $"seed {seed}");
            }
        }
    }

    [Fact]
    public void Mutated_requests_are_accepted_by_both_or_refused_by_both()
    {
        var accepted = 0;
        var refused = 0;
        for (var seed = 0; seed < 6_000; seed++)
        {
            var random = new RandomRequests(seed % 300);
            var body = new RandomRequests(seed).Mutated(random.Disguised(random.Request<ExportLogsServiceRequest>()));

            var ours = OtlpLogDecoder.Decode(_batch, body, OtlpLimits.Default);

            if (TryParse(body) is { } theirs)
            {
                accepted++;
                if (!IsKnownDifference(ours))
                {
                    Assert.True(ours is OtlpDecodeResult.Decoded, $"seed {seed}: only we refuse it: {(ours as OtlpDecodeResult.Malformed)?.Message}");
                    AssertSameRows(theirs, $"seed {seed}");
                    AssertSurvivesJson(_batch, $"seed {seed}");
                }
            }
            else
            {
                refused++;
                Assert.True(ours is OtlpDecodeResult.Malformed, $"seed {seed}: only Google.Protobuf refuses it.");
            }
        }

        Assert.True(accepted > 500 && refused > 500, $"{accepted} accepted, {refused} refused: the mutations test only one side.");
    }

    [Fact]
    public void What_is_stored_comes_back_byte_for_byte_in_protobuf_and_with_every_field_in_json()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new RandomRequests(seed);
            var batch = SomeLogs.Decoded(random.Disguised(random.Request<ExportLogsServiceRequest>()));
            var output = new ArrayBufferWriter<byte>();

            OtlpWriter.WriteProtobuf(batch.LogParts(), output);

            Assert.Equal(Messages(batch), Messages(SomeLogs.Decoded(output.WrittenSpan.ToArray())));
            AssertSurvivesJson(batch, $"seed {seed}");
        }
    }

    [Fact]
    public void A_request_cut_at_any_byte_is_decoded_or_malformed()
    {
        var random = new RandomRequests(seed: 4);
        var body = random.Disguised(random.Request<ExportLogsServiceRequest>());
        Assert.True(body.Length > 1000);
        for (var length = 0; length < body.Length; length++)
        {
            var ours = OtlpLogDecoder.Decode(_batch, body.AsMemory(0, length), OtlpLimits.Default);

            Assert.Equal(TryParse(body[..length]) is not null, ours is OtlpDecodeResult.Decoded);
        }
    }

    private void AssertSameRows(ExportLogsServiceRequest request, string which)
    {
        var expected = LogText.Of(request);
        var actual = LogText.Of(_batch);
        Assert.True(expected.SequenceEqual(actual), $"{which}:\n{string.Join('\n', expected)}\n{string.Join('\n', actual)}");
        Assert.Equal(0, _batch.Rejections.Count);
    }

    // Every field, not only those with rows: Google.Protobuf reads the stored pieces and what came back, and compares.
    private static void AssertSurvivesJson(TelemetryBatch batch, string which)
    {
        var json = new ArrayBufferWriter<byte>();
        OtlpWriter.WriteJson(OtlpSignal.Logs, batch.LogParts(), json);
        using var decoder = new OtlpJsonDecoder();
        var again = Some.Batch();
        var result = decoder.DecodeLogs(again, json.WrittenMemory, OtlpLimits.Default);
        Assert.True(
            result is OtlpDecodeResult.Decoded, $"{which}: {(result as OtlpDecodeResult.Malformed)?.Message}\n{Encoding.UTF8.GetString(json.WrittenSpan)}");
        var expected = Comparable(batch);
        var actual = Comparable(again);
        Assert.True(expected.SequenceEqual(actual), $"{which}:\n{string.Join('\n', expected.Except(actual))}\n{string.Join('\n', actual.Except(expected))}");
    }

    private static List<string> Comparable(TelemetryBatch batch)
    {
        List<string> records = [];
        foreach (var part in batch.LogParts())
        {
            var output = new ArrayBufferWriter<byte>();
            OtlpWriter.WriteProtobuf([part], output);
            records.Add(TryParse(output.WrittenSpan.ToArray()) is { } request
                ? DroppedCount.Replace(JsonFormatter.Default.Format(request), "")
                : "too deep for Google.Protobuf");
        }

        records.Sort(StringComparer.Ordinal);
        return records;
    }

    private static IEnumerable<string> Messages(TelemetryBatch batch) =>
        batch.LogParts().Select(part => Convert.ToHexString(part.Message.Span)).Order();

    private static ExportLogsServiceRequest? TryParse(byte[] body)
    {
        try
        {
            return ExportLogsServiceRequest.Parser.ParseFrom(body);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    // Documented at OtlpTraceDecoder: Google.Protobuf takes lengths and tags beyond 32 bits for smaller ones.
    private static bool IsKnownDifference(OtlpDecodeResult ours) => ours is OtlpDecodeResult.Malformed
    {
        Reason: "a field number is larger than 29 bits" or "a length reaches beyond the enclosing message",
    };
}
