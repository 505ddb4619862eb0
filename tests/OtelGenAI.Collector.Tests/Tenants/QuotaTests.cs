using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Collector.Receivers;
using OtelGenAI.Collector.Tests.Keys;
using OtelGenAI.Collector.Tests.Receivers;

namespace OtelGenAI.Collector.Tests.Tenants;

/// <summary>Quotas over real sockets. The first request takes minutes of the rate, so the test's own time does not count.</summary>
public sealed class QuotaTests : IDisposable
{
    private const int Ok = 0;
    private const int ResourceExhausted = 8;
    private const string Json = "application/json";
    private const string Protobuf = "application/x-protobuf";

    private const int Many = 600;

    private static readonly byte[] Good = OtlpBytes.Request([.. Enumerable.Range(1, Many).Select(number => $"{number:x16}")]);

    private readonly KeyFolder _keys = new();

    [Theory]
    [InlineData("Tenants:acme:BytesPerSecond", "over_bytes_per_second")]
    [InlineData("Tenants:acme:SpansPerSecond", "over_spans_per_second")]
    [InlineData("TenantDefaults:BytesPerSecond", "over_bytes_per_second")]
    public async Task A_tenant_over_its_rate_is_told_when_to_come_back_and_nobody_else_waits(string setting, string reason)
    {
        var acme = _keys.Add("--tenant", "acme");
        var other = _keys.Add("--tenant", "other");
        await using var collector = await _keys.StartAsync((setting, "1"), ("Tenants:other:BytesPerSecond", "1000000000"), ("MetricsWithoutKey", "true"));

        using var first = await collector.PostAsync(Good, Protobuf, headers: Bearer(acme));
        using var again = await collector.PostAsync("{}"u8.ToArray(), Json, headers: Bearer(acme));
        var grpc = await collector.CallAsync(OtlpBytes.Framed(Good), headers: Bearer(acme));
        var others = await collector.CallAsync(OtlpBytes.Framed(Good), headers: Bearer(other));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, again.StatusCode);
        Assert.True(again.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.Contains("RetryInfo", (string?)JsonNode.Parse(await again.Content.ReadAsStringAsync())!["details"]![0]!["@type"], StringComparison.Ordinal);
        Assert.Equal(ResourceExhausted, grpc.Status);
        Assert.NotNull(grpc.Details);
        Assert.Contains("PerSecond", grpc.Message, StringComparison.Ordinal);
        Assert.Equal(Ok, others.Status);
        Assert.Equal(1, await collector.MetricAsync($"otelgenai_receiver_requests_refused_total{{transport=\"grpc\",reason=\"{reason}\"}}"));
    }

    [Fact]
    public async Task Log_records_and_data_points_have_a_rate_of_their_own()
    {
        var records = Enumerable.Range(1, Many).Select(number => $$"""{"timeUnixNano":"{{number}}"}""");
        var log = $$$"""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{{{string.Join(',', records)}}}]}]}]}""";
        var acme = _keys.Add("--tenant", "acme");
        await using var collector = await _keys.StartAsync(("Tenants:acme:RecordsPerSecond", "1"));

        using var logs = await collector.PostAsync(Encoding.UTF8.GetBytes(log), Json, "/v1/logs", headers: Bearer(acme));
        using var metrics = await collector.PostAsync("{}"u8.ToArray(), Json, "/v1/metrics", headers: Bearer(acme));
        using var traces = await collector.PostAsync(Good, Protobuf, headers: Bearer(acme));
        using var tracesAgain = await collector.PostAsync(Good, Protobuf, headers: Bearer(acme));

        Assert.Equal(HttpStatusCode.OK, logs.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, metrics.StatusCode);
        Assert.Contains("Tenants:acme:RecordsPerSecond", await metrics.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.All([traces, tracesAgain], answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task A_tenant_whose_folder_is_full_is_refused_until_there_is_room()
    {
        var acme = _keys.Add("--tenant", "acme");
        var folder = Directory.CreateDirectory(Path.Combine(_keys.Path, "acme"));
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "day"), new byte[1000]);
        await using var collector = await _keys.StartAsync(("Tenants:acme:StorageBytes", "1000"));

        using var refused = await collector.PostAsync(Good, Json, headers: Bearer(acme));

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Headers.RetryAfter?.Delta);
        Assert.Contains("Tenants:acme:StorageBytes", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tenants_share_of_the_bytes_under_way_leaves_room_for_others()
    {
        var all = new AdmissionBudget(100);
        var one = new AdmissionBudget(60, "Tenants:one:InFlightBytes", all);
        var two = new AdmissionBudget(60, "Tenants:two:InFlightBytes", all);

        one.Acquire(60);
        Assert.Contains("Tenants:one:InFlightBytes", Assert.Throws<OverloadedException>(() => one.Acquire(1)).Message, StringComparison.Ordinal);
        two.Acquire(40);
        Assert.Contains("MaxInFlightBytes", Assert.Throws<OverloadedException>(() => two.Acquire(1)).Message, StringComparison.Ordinal);
        Assert.Equal((60, 40, 100), (one.HeldBytes, two.HeldBytes, all.HeldBytes));

        one.Release(60);
        two.Release(40);
        Assert.Equal((0, 0, 0), (one.HeldBytes, two.HeldBytes, all.HeldBytes));
    }

    [Theory]
    [InlineData("Tenants:acme:BytesPerSecond", "-1")]
    [InlineData("Tenants:Not A Name:BytesPerSecond", "1")]
    [InlineData("TenantDefaults:StorageBytes", "much")]
    [InlineData("TenantDefaults:RecordsPerSecond", "-1")]
    [InlineData("Storage:MaxMetricSeries", "0")]
    public async Task A_quota_that_makes_no_sense_ends_the_start(string setting, string value)
    {
        var refusal = await Assert.ThrowsAsync<StartupException>(() => _keys.StartAsync((setting, value)));

        Assert.Contains(setting.Split(':')[0], refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _keys.Dispose();

    private static (string, string) Bearer(string key) => ("authorization", $"Bearer {key}");
}
