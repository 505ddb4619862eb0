using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Metrics;
using OtelGenAI.Storage.Sqlite.Removal;
using OtelGenAI.Storage.Sqlite.Writing;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite;

/// <summary>Keeps metrics in SQLite files beside the traces: a folder per tenant, a file <c>{day}.metrics.db</c> per day of arrival (UTC).</summary>
/// <remarks>The same rules as for traces: one writer per tenant, a shared commit, acknowledged after it is on disk. One process at a time.</remarks>
public sealed class SqliteMetricStore : IMetricStore, IMetricRemoval
{
    private const string LockName = "otelgenai.metrics.lock";

    private readonly SqliteStoreOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly DayConnections _connections;
    private readonly MetricCounters _counters = new();
    private readonly TenantSet<Tenant> _tenants;

    private SqliteMetricStore(SqliteStoreOptions options, TimeProvider clock, ILogger logger)
    {
        _options = options;
        _clock = clock;
        _logger = logger;
        _connections = new DayConnections(options, MetricDaySchema.Kind);
        _tenants = new TenantSet<Tenant>(options, MetricDaySchema.Kind, LockName, Make);
    }

    /// <inheritdoc/>
    public MetricStoreStatistics Statistics =>
        new(_counters.PointsStored, _counters.Commits, _tenants.QueuedRecords);

    /// <summary>Opens a data folder: takes its metrics for this process.</summary>
    /// <param name="options">Settings, usually those of the trace store; the caller may not change them afterwards.</param>
    /// <param name="clock">Says which day it is.</param>
    /// <param name="logger">Told about files that cannot be used.</param>
    /// <param name="cancellationToken">Stops opening.</param>
    /// <exception cref="ArgumentException">Settings cannot be used; all problems at once.</exception>
    /// <exception cref="StoreUnavailableException">Another process uses the folder, or it cannot be written. Nothing was changed.</exception>
    public static async Task<SqliteMetricStore> OpenAsync(
        SqliteStoreOptions options, TimeProvider clock, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        options.ThrowIfImpossible();
        SqliteLibrary.Load(options.Library);
        var store = new SqliteMetricStore(options, clock, logger ?? NullLogger.Instance);
        try
        {
            await Task.Run(() => store._tenants.Find(isUsable: _ => true, found: _ => { }), cancellationToken);
            store._tenants.CloseWhenQuiet(clock);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<MetricAppendResult> AppendAsync(TenantId tenant, TelemetryBatch batch, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        StoreArguments.CheckBatch(batch);
        ObjectDisposedException.ThrowIf(_tenants.IsClosed, this);
        return cancellationToken.IsCancellationRequested ? Task.FromCanceled<MetricAppendResult>(cancellationToken)
            : batch.Metrics.Points.IsEmpty ? Task.FromResult(default(MetricAppendResult))
            : AppendAsync(_tenants.GetOrAdd(tenant), new PendingMetrics(batch), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MetricSummary>> ListMetricsAsync(TenantId tenant, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<MetricSummary>>(tenant, [], session => session.ListMetrics(), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredSeries>> ListSeriesAsync(TenantId tenant, MetricSelection selection, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<StoredSeries>>(tenant, [], session => session.ListSeries(selection), cancellationToken);

    /// <inheritdoc/>
    public Task ReadPointsAsync(
        TenantId tenant, IReadOnlyCollection<MetricSeriesId> series, MetricRange range, Action<SeriesPoints> visit, CancellationToken cancellationToken) =>
        ReadAsync(
            tenant,
            nothing: 0,
            session =>
            {
                session.ReadPoints(series, range, visit);
                return 0;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<RawSeries?> ReadRawAsync(TenantId tenant, MetricSeriesId series, MetricRange range, CancellationToken cancellationToken) =>
        ReadAsync(tenant, nothing: null, session => session.ReadRaw(series, range), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TraceExemplar>> FindExemplarsAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<TraceExemplar>>(tenant, [], session => session.FindExemplars(traceId), cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyCollection<TenantId> Tenants => _tenants.Ids;

    /// <inheritdoc/>
    public long StoredBytesOf(TenantId tenant) =>
        _tenants.TryGet(tenant, out var found) ? found.Files.OldestFirst.Sum(ExpiredDays.Size) : 0;

    /// <inheritdoc/>
    public Task<MetricDeletionResult> DeleteExemplarsAsync(
        TenantId tenant, IReadOnlySet<TraceId> traceIds, string? userId, CancellationToken cancellationToken) =>
        _tenants.ChangeAsync(
            tenant,
            default(MetricDeletionResult),
            found => _options.MessageFormat is { } format ? Erase(found.Files, format, traceIds, userId) : default,
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DroppedDay>> DropExpiredAsync(TenantId tenant, RetentionLimits limits, CancellationToken cancellationToken)
    {
        // Its writer has up to three earlier days open, to recognise retries; mostly there is nothing to do, and then it keeps them.
        StoreArguments.CheckTenant(tenant);
        return _tenants.TryGet(tenant, out var found) && ExpiredDays.Any(found.Files, limits, _clock.GetUtcNow(), hasToStay: _ => false)
            ? _tenants.ChangeAsync<IReadOnlyList<DroppedDay>>(tenant, [], tenant => Drop(tenant.Files, limits), cancellationToken)
            : Task.FromResult<IReadOnlyList<DroppedDay>>([]);
    }

    /// <summary>Writes what waits, closes every file, and gives the data folder free.</summary>
    public ValueTask DisposeAsync() => _tenants.DisposeAsync();

    /// <summary>Closes the files of tenants that nothing arrived for in a while; the timer's work, and the tests'.</summary>
    internal void CloseQuietFiles() => _tenants.CloseQuietFiles();

    private static async Task<MetricAppendResult> AppendAsync(Tenant tenant, PendingMetrics append, CancellationToken cancellationToken)
    {
        tenant.Writer.Add(append);
        await using var leaving = cancellationToken.Register(() => append.Leave(cancellationToken));
        return await append.Task;
    }

    private Task<TResult> ReadAsync<TResult>(
        TenantId tenant, TResult nothing, Func<MetricReadSession, TResult> read, CancellationToken cancellationToken) =>
        _tenants.ReadAsync(tenant, nothing, found => Read(found, read, cancellationToken), cancellationToken);

    private TResult Read<TResult>(Tenant tenant, Func<MetricReadSession, TResult> read, CancellationToken cancellationToken)
    {
        using var session = new MetricReadSession(tenant.Files, _connections, cancellationToken);
        return read(session);
    }

    private MetricDeletionResult Erase(TenantFiles files, IMessageFormat format, IReadOnlySet<TraceId> traceIds, string? userId)
    {
        var sum = default(MetricDeletionResult);
        foreach (var file in files.OldestFirst)
        {
            var connection = _connections.OpenWriter(file.Path);
            try
            {
                var erased = new MetricErasure(connection, format).Erase(traceIds, userId);
                sum = new MetricDeletionResult(sum.Exemplars + erased.Exemplars, sum.Points + erased.Points);
                if (FileCleaning.IsDue(connection))
                {
                    FileCleaning.Finish(connection);
                }
            }
            finally
            {
                _connections.Close(connection);
            }

            if (file != files.OldestFirst[^1])
            {
                _connections.TrySeal(file.Path);
            }
        }

        return sum;
    }

    private List<DroppedDay> Drop(TenantFiles files, RetentionLimits limits) =>
        ExpiredDays.Drop(files, limits, _clock.GetUtcNow(), file =>
        {
            var day = new DroppedDay(file.Day, Traces: 0, ExpiredDays.Size(file));
            ExpiredDays.Delete(files, file, forget: _ => { });
            return day;
        });

    [SuppressMessage("Reliability", "CA2000", Justification = "DisposeAsync stops the writer of every tenant.")]
    private Tenant Make(TenantId tenant, TenantFiles files) => new(
        files,
        new TenantWriter<PendingMetrics>(tenant.Name, files, new MetricDays(files, _connections, _counters, _options), _options, _clock, _logger));

    /// <summary>The files of one tenant, and who writes them.</summary>
    private sealed record Tenant(TenantFiles Files, TenantWriter<PendingMetrics> Writer) : IStoreTenant
    {
        public long QueuedRecords => Writer.QueuedRecords;

        public void CloseIfQuiet() => Writer.CloseIfQuiet();

        public Task<TResult> WhileClosedAsync<TResult>(Func<TResult> work) => Writer.WhileClosedAsync(work);

        public ValueTask DisposeAsync() => Writer.DisposeAsync();
    }
}
