using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Collector.Metrics;
using OtelGenAI.Collector.Retention;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Tests.Retention;

public sealed class RetentionTests
{
    [Fact]
    public void Four_weeks_stay_unless_somebody_says_otherwise() =>
        Assert.Equal(new RetentionLimits(TimeSpan.FromDays(28), MaxBytes: null), Settings().Of(TenantId.Default));

    [Fact]
    public void A_tenant_may_have_limits_of_its_own()
    {
        var settings = Settings(
            ("Storage:Retention:MaxAge", "7.00:00:00"), ("Storage:Retention:MaxBytes", "1000"), ("Tenants:acme:Retention:MaxAge", "00:00:00"));

        Assert.Equal(new RetentionLimits(TimeSpan.FromDays(7), 1_000), settings.Of(TenantId.Default));
        Assert.Equal(new RetentionLimits(MaxAge: null, 1_000), settings.Of(new TenantId("acme")));
    }

    [Theory]
    [InlineData("Storage:Retention:MaxAge", "-1.00:00:00")]
    [InlineData("Storage:Retention:MaxBytes", "-1")]
    [InlineData("Storage:Retention:SweepEvery", "00:00:00")]
    [InlineData("Tenants:acme:Retention:MaxBytes", "-5")]
    public void A_limit_that_makes_no_sense_is_named(string key, string value) =>
        Assert.Contains(key, Assert.Throws<StartupException>(() => Settings((key, value))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_sweep_goes_on_to_the_next_tenant_when_one_refuses()
    {
        var store = new RefusingStore();
        using var metrics = new CollectorMetrics();
        using var sweep = new RetentionSweep(store, Settings(), metrics, TimeProvider.System, NullLogger<RetentionSweep>.Instance);

        await sweep.SweepAsync(CancellationToken.None);

        Assert.Equal(["broken", "whole"], store.Swept);
    }

    private static RetentionSettings Settings(params (string Key, string Value)[] settings) => new(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))).Build());

    private sealed class RefusingStore : ITraceRemoval
    {
        public List<string> Swept { get; } = [];

        public IReadOnlyCollection<TenantId> Tenants => [new("broken"), new("whole")];

        public Task<DeletionResult> DeleteTraceAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<DeletionResult> DeleteUserAsync(TenantId tenant, string userId, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<DroppedDay>> DropExpiredAsync(TenantId tenant, RetentionLimits limits, CancellationToken cancellationToken)
        {
            Swept.Add(tenant.Name);
            return tenant.Name == "broken"
                ? Task.FromException<IReadOnlyList<DroppedDay>>(new StoreUnavailableException("The disk is gone."))
                : Task.FromResult<IReadOnlyList<DroppedDay>>([new DroppedDay(new DateOnly(2026, 1, 2), Traces: 3, Bytes: 1_000)]);
        }
    }
}
