using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Collector.Metrics;
using OtelGenAI.Collector.Retention;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Tests.Retention;

public sealed class RetentionTests
{
    [Fact]
    public void Four_weeks_stay_unless_somebody_says_otherwise() =>
        Assert.All(
            [Settings().Of(TenantId.Default, metricBytes: 1_000), Settings().OfMetrics(TenantId.Default)],
            limits => Assert.Equal((TimeSpan.FromDays(28), null, null), (limits.MaxAge, limits.MaxBytes, limits.MaxPayloadAge)));

    [Fact]
    public void A_tenant_may_have_limits_of_its_own()
    {
        var settings = Settings(
            ("Storage:Retention:MaxAge", "7.00:00:00"), ("Storage:Retention:MaxBytes", "1000"), ("Tenants:acme:Retention:MaxAge", "00:00:00"));

        var (all, acme) = (settings.Of(TenantId.Default, metricBytes: 0), settings.Of(new TenantId("acme"), metricBytes: 0));
        Assert.Equal((TimeSpan.FromDays(7), 1_000), (all.MaxAge, all.MaxBytes));
        Assert.Equal((null, 1_000), (acme.MaxAge, acme.MaxBytes));
    }

    [Fact]
    public void Payloads_may_go_earlier_and_the_rule_that_takes_them_has_a_name()
    {
        var settings = Settings(("Storage:Retention:MaxPayloadAge", "7.00:00:00"), ("Tenants:acme:Retention:MaxPayloadAge", "2.00:00:00"));

        var (all, acme) = (settings.Of(TenantId.Default, metricBytes: 0), settings.Of(new TenantId("acme"), metricBytes: 0));
        Assert.Equal((TimeSpan.FromDays(7), "Storage:Retention:MaxPayloadAge = 7.00:00:00"), (all.MaxPayloadAge, all.PayloadRule));
        Assert.Equal((TimeSpan.FromDays(2), "Tenants:acme:Retention:MaxPayloadAge = 2.00:00:00"), (acme.MaxPayloadAge, acme.PayloadRule));
    }

    [Fact]
    public void Metrics_count_towards_the_limit_of_everything_unless_they_have_their_own()
    {
        var together = Settings(("Storage:Retention:MaxBytes", "1000"));
        var apart = Settings(
            ("Storage:Retention:MaxBytes", "1000"), ("Storage:Retention:Metrics:MaxBytes", "50"), ("Storage:Retention:Metrics:MaxAge", "365.00:00:00"));

        Assert.Equal(700, together.Of(TenantId.Default, metricBytes: 300).MaxBytes);
        Assert.Equal(0, together.Of(TenantId.Default, metricBytes: 3_000).MaxBytes);
        Assert.Equal(1_000, together.OfMetrics(TenantId.Default).MaxBytes);
        Assert.Equal(1_000, apart.Of(TenantId.Default, metricBytes: 300).MaxBytes);
        Assert.Equal(new RetentionLimits(TimeSpan.FromDays(365), 50), apart.OfMetrics(TenantId.Default));
    }

    [Theory]
    [InlineData("Storage:Retention:MaxAge", "-1.00:00:00")]
    [InlineData("Storage:Retention:MaxBytes", "-1")]
    [InlineData("Storage:Retention:MaxPayloadAge", "-1.00:00:00")]
    [InlineData("Storage:Retention:SweepEvery", "00:00:00")]
    [InlineData("Tenants:acme:Retention:MaxBytes", "-5")]
    [InlineData("Storage:Retention:Metrics:MaxAge", "-1.00:00:00")]
    [InlineData("Tenants:acme:Retention:Metrics:MaxBytes", "-1")]
    public void A_limit_that_makes_no_sense_is_named(string key, string value) =>
        Assert.Contains(key, Assert.Throws<StartupException>(() => Settings((key, value))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_sweep_goes_on_to_the_next_tenant_when_one_refuses()
    {
        var store = new RefusingStore();
        using var metrics = new CollectorMetrics();
        using var sweep = new RetentionSweep(store, store, Settings(), metrics, TimeProvider.System, NullLogger<RetentionSweep>.Instance);

        await sweep.SweepAsync(CancellationToken.None);

        Assert.Equal(["broken", "broken metrics", "whole", "whole metrics"], store.Swept.Order());
    }

    [Fact]
    public async Task A_clock_that_jumps_forward_drops_nothing_until_the_sweep_after()
    {
        var store = new RefusingStore();
        var clock = new JumpingClock();
        using var metrics = new CollectorMetrics();
        using var sweep = new RetentionSweep(store, store, Settings(), metrics, clock, NullLogger<RetentionSweep>.Instance);
        await sweep.SweepAsync(CancellationToken.None);
        store.Swept.Clear();

        clock.Jump = TimeSpan.FromDays(40);
        await sweep.SweepAsync(CancellationToken.None);
        Assert.Empty(store.Swept);

        await sweep.SweepAsync(CancellationToken.None);
        Assert.NotEmpty(store.Swept);

        // Backwards nothing can expire that should not.
        store.Swept.Clear();
        clock.Jump = TimeSpan.Zero;
        await sweep.SweepAsync(CancellationToken.None);
        Assert.NotEmpty(store.Swept);
    }

    private static RetentionSettings Settings(params (string Key, string Value)[] settings) => new(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))).Build());

    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Jump { get; set; }

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero) + Jump;

        public override long GetTimestamp() => 0;
    }

    private sealed class RefusingStore : ITraceRemoval, IMetricRemoval
    {
        public List<string> Swept { get; } = [];

        public IReadOnlyCollection<TenantId> Tenants => [new("broken"), new("whole")];

        public Task<DeletionResult> DeleteTraceAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlySet<TraceId>> FindUserTracesAsync(TenantId tenant, string userId, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<MetricDeletionResult> DeleteExemplarsAsync(
            TenantId tenant, IReadOnlySet<TraceId> traceIds, string? userId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DeletionResult> DeleteUserAsync(TenantId tenant, string userId, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public long StoredBytesOf(TenantId tenant) => 0;

        Task<IReadOnlyList<DroppedDay>> IMetricRemoval.DropExpiredAsync(TenantId tenant, RetentionLimits limits, CancellationToken cancellationToken)
        {
            Swept.Add($"{tenant.Name} metrics");
            return Task.FromResult<IReadOnlyList<DroppedDay>>([new DroppedDay(new DateOnly(2026, 1, 1), Traces: 0, Bytes: 10)]);
        }

        public Task<IReadOnlyList<DroppedDay>> DropExpiredAsync(TenantId tenant, RetentionLimits limits, CancellationToken cancellationToken)
        {
            Swept.Add(tenant.Name);
            return tenant.Name == "broken"
                ? Task.FromException<IReadOnlyList<DroppedDay>>(new StoreUnavailableException("The disk is gone."))
                : Task.FromResult<IReadOnlyList<DroppedDay>>([new DroppedDay(new DateOnly(2026, 1, 2), Traces: 3, Bytes: 1_000)]);
        }
    }
}
