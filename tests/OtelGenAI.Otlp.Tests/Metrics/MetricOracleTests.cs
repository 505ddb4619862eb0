using System.Buffers;
using System.Text.RegularExpressions;
using Google.Protobuf;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Metrics;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Otlp.Tests.Oracle;
using OtelGenAI.Otlp.Tests.Traces;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Tests.Metrics;

/// <summary>Our codec and Google.Protobuf read the same metrics requests and must say the same.</summary>
public sealed class MetricOracleTests
{
    // Google.Protobuf wraps counts above 2^32, we saturate them. MetricSchemaTests looks at the counts.
    private static readonly Regex WrappedCount = new(""", "(dropped[A-Za-z]*Count|flags)": \d+""");

    private readonly TelemetryBatch _batch = Some.Batch();

    [Fact]
    public void Random_requests_mean_the_same_to_both()
    {
        for (var seed = 0; seed < 800; seed++)
        {
            var random = new RandomRequests(seed);
            var request = random.Request<ExportMetricsServiceRequest>();
            foreach (var body in (byte[][])[request.ToByteArray(), random.Disguised(request)])
            {
                var ours = OtlpMetricDecoder.Decode(_batch, body, OtlpLimits.Default);
                Assert.True(ours is OtlpDecodeResult.Decoded, $"seed {seed}: {(ours as OtlpDecodeResult.Malformed)?.Message}");
                // Parsed again: Google.Protobuf does not write a number that equals its default, and takes -0 for one.
                AssertSameRows(TryParse(body)!, $"seed {seed}");
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
            var body = new RandomRequests(seed).Mutated(random.Disguised(random.Request<ExportMetricsServiceRequest>()));

            var ours = OtlpMetricDecoder.Decode(_batch, body, OtlpLimits.Default);

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
    public void What_is_stored_comes_back_byte_for_byte_in_protobuf()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new RandomRequests(seed);
            var batch = Some.Batch();
            OtlpMetricDecoder.Decode(batch, random.Disguised(random.Request<ExportMetricsServiceRequest>()), OtlpLimits.Default);
            var output = new ArrayBufferWriter<byte>();

            OtlpWriter.WriteProtobuf(batch.MetricParts(), output);

            var again = Some.Batch();
            Assert.IsType<OtlpDecodeResult.Decoded>(OtlpMetricDecoder.Decode(again, output.WrittenMemory, OtlpLimits.Default));
            Assert.Equal(MetricText.Of(batch).Order(), MetricText.Of(again).Order());
            Assert.Equal(Messages(batch), Messages(again));
        }
    }

    [Fact]
    public void Mutated_json_never_throws()
    {
        using var decoder = new OtlpJsonDecoder();
        for (var seed = 0; seed < 2_000; seed++)
        {
            var batch = SomeMetrics.Decoded(new RandomRequests(seed % 100).Request<ExportMetricsServiceRequest>());
            var mutated = new RandomRequests(seed).Mutated(Json(batch));
            if (decoder.DecodeMetrics(_batch, mutated, OtlpLimits.Default) is OtlpDecodeResult.Decoded)
            {
                AssertSurvivesJson(_batch, $"seed {seed}");
            }
        }
    }

    private void AssertSameRows(ExportMetricsServiceRequest request, string which)
    {
        var expected = MetricText.Of(request, out var rejected);
        var actual = MetricText.Of(_batch);
        Assert.True(expected.SequenceEqual(actual), $"{which}:\n{string.Join('\n', expected.Except(actual))}\n{string.Join('\n', actual.Except(expected))}");
        Assert.Equal(rejected, _batch.Rejections.Count);
    }

    // Every field, not only those with rows: Google.Protobuf reads the stored pieces and what came back, and compares.
    private static void AssertSurvivesJson(TelemetryBatch batch, string which)
    {
        using var decoder = new OtlpJsonDecoder();
        var again = Some.Batch();
        var result = decoder.DecodeMetrics(again, Json(batch), OtlpLimits.Default);
        Assert.True(result is OtlpDecodeResult.Decoded, $"{which}: {(result as OtlpDecodeResult.Malformed)?.Message}");
        Assert.Equal(batch.Metrics.Points.Length, again.Metrics.Points.Length);
        var expected = Comparable(batch);
        var actual = Comparable(again);
        Assert.True(expected.SequenceEqual(actual), $"{which}:\n{string.Join('\n', expected.Except(actual))}\n{string.Join('\n', actual.Except(expected))}");
    }

    private static List<string> Comparable(TelemetryBatch batch)
    {
        List<string> points = [];
        foreach (var part in batch.MetricParts())
        {
            var output = new ArrayBufferWriter<byte>();
            OtlpWriter.WriteProtobuf([part], output);
            points.Add(TryParse(output.WrittenSpan.ToArray()) is { } request
                ? WrappedCount.Replace(JsonFormatter.Default.Format(request), "")
                : "too deep for Google.Protobuf");
        }

        points.Sort(StringComparer.Ordinal);
        return points;
    }

    private static List<string> Messages(TelemetryBatch batch)
    {
        List<string> messages = [];
        foreach (var point in batch.Metrics.Points)
        {
            messages.Add(Convert.ToHexString(batch.Bytes(point.Message)));
        }

        messages.Sort(StringComparer.Ordinal);
        return messages;
    }

    private static byte[] Json(TelemetryBatch batch)
    {
        var output = new ArrayBufferWriter<byte>();
        OtlpWriter.WriteJson(OtlpSignal.Metrics, batch.MetricParts(), output);
        return output.WrittenSpan.ToArray();
    }

    private static ExportMetricsServiceRequest? TryParse(byte[] body)
    {
        try
        {
            return ExportMetricsServiceRequest.Parser.ParseFrom(body);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    // Documented at OtlpTraceDecoder: Google.Protobuf takes lengths and tags beyond 32 bits for smaller ones.
    private static bool IsKnownDifference(OtlpDecodeResult ours) =>
        ours is OtlpDecodeResult.Malformed { Reason: "a field number is larger than 29 bits" or "a length reaches beyond the enclosing message" };
}
