using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace OtelGenAI.EndToEnd.Tests;

// The instrumentation sees every call of the process, so its users take turns.
[Collection(nameof(GenAI))]
public sealed class MetricsTests : IDisposable
{
    private const string InputTokens = "gen_ai.client.inference.usage.input_tokens";
    private const string Duration = "gen_ai.client.inference.duration";

    private readonly TempFolder _data = new();
    private readonly Meter _meter = new("EndToEnd.Metrics");
    private readonly ActivitySource _source = new("EndToEnd.Metrics");
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == "EndToEnd.Metrics",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public MetricsTests() => ActivitySource.AddActivityListener(_listener);

    [Fact]
    public async Task What_the_instrumentation_measures_over_gRPC_and_HTTP_is_charted_the_same_after_SIGKILL()
    {
        var range = string.Create(
            CultureInfo.InvariantCulture, $"from={DateTimeOffset.UtcNow.AddMinutes(-10):yyyy-MM-ddTHH:mm:ssZ}&to={DateTimeOffset.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}");
        string[] charts =
        [
            $"/api/v1/metrics/{InputTokens}?{range}&by=service.name&bucket=10m", $"/api/v1/metrics/{Duration}?{range}&by=gen_ai.request.model",
            $"/api/v1/metrics/own.latency?{range}",
        ];
        List<string> before = [];
        string traceId;
        await using (var collector = await CollectorProcess.StartAsync(_data.Path))
        {
            using var grpc = Provider("by-grpc", OtlpExportProtocol.Grpc, collector.Grpc);
            using var http = Provider("by-http", OtlpExportProtocol.HttpProtobuf, new Uri(collector.OtlpHttp, "/v1/metrics"));
            Work(inputTokens: 40);
            traceId = WorkInTrace();
            Assert.True(grpc.ForceFlush() && http.ForceFlush());
            Work(inputTokens: 2);
            Assert.True(grpc.ForceFlush() && http.ForceFlush());

            Assert.Equal(0, await collector.MetricAsync("otelgenai_data_points_rejected_total"));
            Assert.Equal(
                await collector.MetricAsync("otelgenai_data_points_received_total"),
                await collector.MetricAsync("otelgenai_data_points_stored_total"));
            foreach (var chart in charts)
            {
                before.Add((await collector.GetAsync(chart)).ToJsonString());
            }

            await collector.KillAsync();
        }

        await using var restarted = await CollectorProcess.StartAsync(_data.Path);
        for (var at = 0; at < charts.Length; at++)
        {
            Assert.Equal(before[at], (await restarted.GetAsync(charts[at])).ToJsonString());
        }

        var tokens = (await restarted.GetAsync(charts[0]))["groups"]!.AsArray();
        Assert.Equal(["by-grpc 42", "by-http 42"], tokens.Select(group => $"{group!["group"]} {group["total"]!["increase"]}").Order());
        var duration = (await restarted.GetAsync(charts[1]))["groups"]!.AsArray();
        Assert.Equal("the-model 4", $"{duration.Single()!["group"]} {duration.Single()!["total"]!["count"]}");
        Assert.True((double)duration.Single()!["total"]!["p95"]! > 0);
        var found = (await restarted.GetAsync($"/api/v1/traces/{traceId}/exemplars"))["items"]!.AsArray();
        Assert.NotEmpty(found);
        Assert.All(found, exemplar => Assert.Equal("own.latency", (string?)exemplar!["metric"]));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
        _meter.Dispose();
        _data.Dispose();
    }

    private static void Work(int inputTokens)
    {
        using var chat = GenAI.StartChat("the-provider", "the-model");
        chat.SetUsage(new GenAIUsage(inputTokens, 7));
    }

    private string WorkInTrace()
    {
        Activity.Current = null;
        using var span = _source.StartActivity("work")!;
        _meter.CreateHistogram<double>("own.latency", "s").Record(0.25);
        return span.TraceId.ToHexString();
    }

    private static MeterProvider Provider(string service, OtlpExportProtocol protocol, Uri endpoint) => Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.AddService(service))
        .AddMeter("EndToEnd.Metrics")
        .AddGenAIInstrumentation()
        .SetExemplarFilter(ExemplarFilterType.TraceBased)
        .AddOtlpExporter((exporter, reader) =>
        {
            exporter.TimeoutMilliseconds = SpanLedger.PatienceMilliseconds;
            exporter.Protocol = protocol;
            exporter.Endpoint = endpoint;

            // The test flushes; an export in between would do no harm, but make the counts harder to foretell.
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)TimeSpan.FromHours(1).TotalMilliseconds;
        })
        .Build();
}
