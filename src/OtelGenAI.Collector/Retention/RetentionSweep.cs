using System.Diagnostics.Metrics;
using OtelGenAI.Collector.Metrics;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Retention;

/// <summary>Drops what is past its retention: once at the start, then now and then. What one tenant's files refuse does not stop the others.</summary>
internal sealed partial class RetentionSweep : BackgroundService
{
    // A day is what retention counts in. Smaller jumps are corrections, and a sleeping laptop's.
    private static readonly TimeSpan JumpThatMatters = TimeSpan.FromDays(1);

    private readonly ITraceRemoval _traces;
    private readonly IMetricRemoval _points;
    private readonly RetentionSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger<RetentionSweep> _logger;
    private readonly Counter<long> _droppedDays;
    private readonly Counter<long> _droppedTraces;
    private readonly Counter<long> _droppedBytes;
    private (DateTimeOffset Time, long Timestamp)? _last;

    public RetentionSweep(
        ITraceRemoval traces, IMetricRemoval points, RetentionSettings settings, CollectorMetrics metrics, TimeProvider clock,
        ILogger<RetentionSweep> logger)
    {
        _traces = traces;
        _points = points;
        _settings = settings;
        _clock = clock;
        _logger = logger;
        _droppedDays = metrics.Meter.CreateCounter<long>("otelgenai.retention.dropped_days", "{day}", "Day files dropped by retention, by what they held.");
        _droppedTraces = metrics.Meter.CreateCounter<long>("otelgenai.retention.dropped_traces", "{trace}", "Traces with spans in dropped day files.");
        _droppedBytes = metrics.Meter.CreateCounter<long>("otelgenai.retention.dropped_bytes", "By", "Bytes of dropped day files, by what they held.");
    }

    /// <summary>Looks at every tenant once; not while the clock has just jumped forward, because what was dropped cannot be put back.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        if (HasClockJumped())
        {
            return;
        }

        foreach (var tenant in _traces.Tenants.Union(_points.Tenants))
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

    private bool HasClockJumped()
    {
        var (now, timestamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        var jump = _last is { } last ? now - last.Time - _clock.GetElapsedTime(last.Timestamp, timestamp) : TimeSpan.Zero;
        _last = (now, timestamp);
        if (jump < JumpThatMatters)
        {
            return false;
        }

        LogJumped(jump, _settings.SweepEvery);
        return true;
    }

    private async Task SweepAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        foreach (var day in await _points.DropExpiredAsync(tenant, _settings.OfMetrics(tenant), cancellationToken))
        {
            Count(day, "metrics");
            LogDroppedMetrics(tenant.Name, day.Day, day.Bytes);
        }

        foreach (var day in await _traces.DropExpiredAsync(tenant, _settings.Of(tenant, _points.StoredBytesOf(tenant)), cancellationToken))
        {
            Count(day, day.IsPayloadOnly ? "payloads" : "traces");
            if (day.IsPayloadOnly)
            {
                LogDroppedPayloads(tenant.Name, day.Day, day.Bytes, day.PinnedTraces);
                continue;
            }

            _droppedTraces.Add(day.Traces);
            LogDropped(tenant.Name, day.Day, day.Traces, day.Bytes, day.PinnedTraces);
        }
    }

    private void Count(DroppedDay day, string held)
    {
        _droppedDays.Add(1, new KeyValuePair<string, object?>("held", held));
        _droppedBytes.Add(day.Bytes, new KeyValuePair<string, object?>("held", held));
    }

    [LoggerMessage(EventId = 2401, Level = LogLevel.Information,
        Message = "Dropped {Day} of tenant {Tenant}: {Traces} traces, {Bytes} bytes past retention; {PinnedTraces} pinned traces stay.")]
    private partial void LogDropped(string tenant, DateOnly day, long traces, long bytes, long pinnedTraces);

    [LoggerMessage(EventId = 2402, Level = LogLevel.Error, Message = "Retention of tenant {Tenant} could not be done; the next sweep tries again.")]
    private partial void LogRefused(string tenant, Exception failure);

    [LoggerMessage(EventId = 2403, Level = LogLevel.Information, Message = "Dropped the metrics of {Day} of tenant {Tenant}: {Bytes} bytes past retention.")]
    private partial void LogDroppedMetrics(string tenant, DateOnly day, long bytes);

    [LoggerMessage(EventId = 2405, Level = LogLevel.Information,
        Message = "Dropped the payloads of {Day} of tenant {Tenant}: {Bytes} bytes past retention; {PinnedTraces} pinned traces keep theirs.")]
    private partial void LogDroppedPayloads(string tenant, DateOnly day, long bytes, long pinnedTraces);

    [LoggerMessage(EventId = 2404, Level = LogLevel.Warning,
        Message = "The clock went forward by {Jump} at once. Nothing is dropped now; if that is the time, the sweep in {SweepEvery} goes by it.")]
    private partial void LogJumped(TimeSpan jump, TimeSpan sweepEvery);
}
