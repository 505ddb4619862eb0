using System.Diagnostics.Metrics;
using OtelGenAI.Collector.Metrics;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Retention;

/// <summary>Drops what is past its retention: once at the start, then now and then. What one tenant's files refuse does not stop the others.</summary>
internal sealed partial class RetentionSweep : BackgroundService
{
    private readonly ITraceRemoval _store;
    private readonly RetentionSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger<RetentionSweep> _logger;
    private readonly Counter<long> _days;
    private readonly Counter<long> _traces;
    private readonly Counter<long> _bytes;

    public RetentionSweep(ITraceRemoval store, RetentionSettings settings, CollectorMetrics metrics, TimeProvider clock, ILogger<RetentionSweep> logger)
    {
        _store = store;
        _settings = settings;
        _clock = clock;
        _logger = logger;
        _days = metrics.Meter.CreateCounter<long>("otelgenai.retention.dropped_days", "{day}", "Day files dropped by retention.");
        _traces = metrics.Meter.CreateCounter<long>("otelgenai.retention.dropped_traces", "{trace}", "Traces with spans in dropped day files.");
        _bytes = metrics.Meter.CreateCounter<long>("otelgenai.retention.dropped_bytes", "By", "Bytes of dropped day files.");
    }

    /// <summary>Looks at every tenant once.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var tenant in _store.Tenants)
        {
            try
            {
                await SweepAsync(tenant, cancellationToken);
            }
            catch (StoreUnavailableException failure)
            {
                LogRefused(tenant.Name, failure);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_settings.SweepEvery, _clock);
        try
        {
            do
            {
                await SweepAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends; the next one sweeps at its start.
        }
    }

    private async Task SweepAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        foreach (var day in await _store.DropExpiredAsync(tenant, _settings.Of(tenant), cancellationToken))
        {
            _days.Add(1);
            _traces.Add(day.Traces);
            _bytes.Add(day.Bytes);
            LogDropped(tenant.Name, day.Day, day.Traces, day.Bytes);
        }
    }

    [LoggerMessage(EventId = 2401, Level = LogLevel.Information,
        Message = "Dropped {Day} of tenant {Tenant}: {Traces} traces, {Bytes} bytes past retention.")]
    private partial void LogDropped(string tenant, DateOnly day, long traces, long bytes);

    [LoggerMessage(EventId = 2402, Level = LogLevel.Error, Message = "Retention of tenant {Tenant} could not be done; the next sweep tries again.")]
    private partial void LogRefused(string tenant, Exception failure);
}
