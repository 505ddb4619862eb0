using OtelGenAI.Storage.Metrics;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Metrics;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.InMemory;

/// <summary>Keeps metrics in memory until the process ends: for tests and for trying things out.</summary>
/// <param name="maxSeries">How many series a tenant may have. Default 100,000.</param>
public sealed class InMemoryMetricStore(int maxSeries = 100_000) : IMetricStore, IMetricRemoval
{
    private const long BaselineNanoseconds = 24L * 60 * 60 * 1_000_000_000;
    private const int MaxExemplars = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<TenantId, Dictionary<MetricSeriesId, Stored>> _tenants = [];
    private long _stored;
    private long _commits;

    /// <inheritdoc/>
    public MetricStoreStatistics Statistics => new(Interlocked.Read(ref _stored), Interlocked.Read(ref _commits), QueuedPoints: 0);

    /// <inheritdoc/>
    public Task<MetricAppendResult> AppendAsync(TenantId tenant, TelemetryBatch batch, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        StoreArguments.CheckBatch(batch);
        cancellationToken.ThrowIfCancellationRequested();
        var result = default(MetricAppendResult);
        using var identity = new MetricSeriesIdentity();
        lock (_gate)
        {
            if (!_tenants.TryGetValue(tenant, out var series))
            {
                _tenants[tenant] = series = [];
            }

            foreach (ref readonly var point in batch.Metrics.Points)
            {
                result = Append(series, identity, batch, point, result);
            }
        }

        Interlocked.Add(ref _stored, result.Stored + result.Replaced);
        Interlocked.Increment(ref _commits);
        return Task.FromResult(result);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MetricSummary>> ListMetricsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<MetricSummary>>(
                [.. Of(tenant).Values
                    .GroupBy(stored => (stored.Series.Name, stored.Series.Kind, stored.Series.Unit))
                    .Select(group => new MetricSummary(
                        group.Key.Name, group.Key.Kind, group.Key.Unit, group.Last().Series.Description, group.Count(), group.Max(stored => stored.Points.Keys.Last())))
                    .OrderBy(metric => metric.Name, StringComparer.Ordinal).ThenBy(metric => metric.Kind)]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredSeries>> ListSeriesAsync(TenantId tenant, MetricSelection selection, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<StoredSeries>>(
                [.. Of(tenant)
                    .Where(entry => selection.Names.Contains(entry.Value.Series.Name) && entry.Value.Points.Keys.Any(time => IsIn(selection.Range, time)))
                    .Select(entry => new StoredSeries(entry.Key, entry.Value.Series))]);
        }
    }

    /// <inheritdoc/>
    public Task ReadPointsAsync(
        TenantId tenant, IReadOnlyCollection<MetricSeriesId> series, MetricRange range, Action<SeriesPoints> visit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        List<SeriesPoints> found = [];
        lock (_gate)
        {
            var all = Of(tenant);
            foreach (var id in series.Where(all.ContainsKey))
            {
                var points = all[id].Points;
                var inside = points.Values.Where(point => IsIn(range, point.Point.TimeUnixNano)).ToArray();
                var before = points.Values.LastOrDefault(
                    point => point.Point.TimeUnixNano < range.FromUnixNano && point.Point.TimeUnixNano >= range.FromUnixNano - BaselineNanoseconds);
                MetricPoint[] given = [.. before is null ? [] : (MetricPoint[])[before.Point], .. inside.Select(point => point.Point)];
                if (given.Length > 0)
                {
                    found.Add(new SeriesPoints(id, given, [.. inside.SelectMany(point => point.Exemplars)]));
                }
            }
        }

        found.ForEach(visit);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<RawSeries?> ReadRawAsync(TenantId tenant, MetricSeriesId series, MetricRange range, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        lock (_gate)
        {
            if (!Of(tenant).TryGetValue(series, out var stored))
            {
                return Task.FromResult<RawSeries?>(null);
            }

            ReadOnlyMemory<byte>[] messages = [.. stored.Points.Where(entry => IsIn(range, entry.Key)).Select(entry => (ReadOnlyMemory<byte>)entry.Value.Message)];
            return Task.FromResult(messages.Length == 0 ? null : stored.Raw with { Messages = messages });
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TraceExemplar>> FindExemplarsAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        lock (_gate)
        {
            var found =
                from stored in Of(tenant).Values
                from point in stored.Points.Values
                from exemplar in point.Exemplars
                where exemplar.TraceId == traceId
                orderby exemplar.TimeUnixNano
                select new TraceExemplar(stored.Series.Name, stored.Series.Unit, exemplar);
            return Task.FromResult<IReadOnlyList<TraceExemplar>>([.. found.Take(MaxExemplars)]);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<TenantId> Tenants
    {
        get
        {
            lock (_gate)
            {
                return [.. _tenants.Keys];
            }
        }
    }

    /// <inheritdoc/>
    public long StoredBytesOf(TenantId tenant) => 0;

    /// <inheritdoc/>
    /// <remarks>Exemplars of the traces only; it does not look into messages.</remarks>
    public Task<MetricDeletionResult> DeleteExemplarsAsync(
        TenantId tenant, IReadOnlySet<TraceId> traceIds, string? userId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var exemplars = 0;
            foreach (var stored in Of(tenant).Values)
            {
                foreach (var (time, point) in stored.Points.ToList())
                {
                    List<MetricExemplar> left = [.. point.Exemplars.Where(exemplar => !traceIds.Contains(exemplar.TraceId))];
                    exemplars += point.Exemplars.Count - left.Count;
                    stored.Points[time] = point with { Exemplars = left };
                }
            }

            return Task.FromResult(new MetricDeletionResult(exemplars, Points: 0));
        }
    }

    /// <inheritdoc/>
    /// <remarks>It has no days: nothing expires before the process ends.</remarks>
    public Task<IReadOnlyList<DroppedDay>> DropExpiredAsync(TenantId tenant, RetentionLimits limits, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DroppedDay>>([]);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static bool IsIn(MetricRange range, long time) => time >= range.FromUnixNano && time < range.ToUnixNano;

    private Dictionary<MetricSeriesId, Stored> Of(TenantId tenant) => _tenants.GetValueOrDefault(tenant) ?? [];

    private MetricAppendResult Append(
        Dictionary<MetricSeriesId, Stored> series, MetricSeriesIdentity identity, TelemetryBatch batch, in DataPointRow row, MetricAppendResult result)
    {
        var id = identity.IdOf(batch, row);
        if (!series.TryGetValue(id, out var stored))
        {
            if (series.Count >= maxSeries)
            {
                return result with { Refused = result.Refused + 1 };
            }

            series[id] = stored = new Stored(MetricRecords.SeriesOf(batch, row), RawOf(batch, batch.Metrics.Metrics[row.MetricIndex]));
        }

        var message = batch.Bytes(row.Message).ToArray();
        var point = MetricRecords.PointOf(batch, row);
        if (stored.Points.TryGetValue(point.TimeUnixNano, out var there))
        {
            if (there.Message.AsSpan().SequenceEqual(message))
            {
                return result with { Duplicates = result.Duplicates + 1 };
            }

            result = result with { Replaced = result.Replaced + 1 };
        }
        else
        {
            result = result with { Stored = result.Stored + 1 };
        }

        List<MetricExemplar> exemplars = [];
        foreach (ref readonly var exemplar in batch.Metrics.Exemplars.Slice(row.Exemplars.First, row.Exemplars.Count))
        {
            if (exemplar.TraceId != default)
            {
                exemplars.Add(MetricRecords.ExemplarOf(exemplar));
            }
        }

        stored.Points[point.TimeUnixNano] = new StoredPoint(point, message, exemplars);
        return result;
    }

    private static RawSeries RawOf(TelemetryBatch batch, in MetricRow metric) => new(
        metric.Kind, [], batch.Bytes(metric.DataEnvelope).ToArray(), batch.Bytes(metric.Envelope).ToArray(),
        batch.Bytes(batch.Scopes[metric.ScopeIndex].Envelope).ToArray(), batch.Bytes(batch.Resources[metric.ResourceIndex].Envelope).ToArray());

    private sealed record Stored(MetricSeries Series, RawSeries Raw)
    {
        public SortedDictionary<long, StoredPoint> Points { get; } = [];
    }

    private sealed record StoredPoint(MetricPoint Point, byte[] Message, List<MetricExemplar> Exemplars);
}
