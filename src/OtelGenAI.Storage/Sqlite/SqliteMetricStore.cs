using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Metrics;
using OtelGenAI.Storage.Sqlite.Reading;
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
    private readonly DataFolderLock _lock;
    private readonly DayConnections _connections;
    private readonly Queries _queries;
    private readonly MetricCounters _counters = new();
    private readonly ConcurrentDictionary<TenantId, Tenant> _tenants = new();
    private readonly Lock _addingTenant = new();
    private ITimer? _quietTimer;
    private int _isClosed;

    private SqliteMetricStore(SqliteStoreOptions options, TimeProvider clock, ILogger logger, DataFolderLock folderLock)
    {
        _options = options;
        _clock = clock;
        _logger = logger;
        _lock = folderLock;
        _connections = new DayConnections(options, MetricDaySchema.Kind);
        _queries = new Queries(options.MaxConcurrentReads);
    }

    /// <inheritdoc/>
    public MetricStoreStatistics Statistics =>
        new(_counters.PointsStored, _counters.Commits, _tenants.Values.Sum(tenant => tenant.Writer.QueuedRecords));

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
        var store = new SqliteMetricStore(options, clock, logger ?? NullLogger.Instance, DataFolderLock.Take(options.DataFolder, LockName));
        try
        {
            await Task.Run(store.FindTenants, cancellationToken);
            store._quietTimer = clock.CreateTimer(
                _ => store.CloseQuietFiles(), state: null, dueTime: options.QuietAfter, period: options.QuietAfter);
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
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed) != 0, this);
        return cancellationToken.IsCancellationRequested ? Task.FromCanceled<MetricAppendResult>(cancellationToken)
            : batch.Metrics.Points.IsEmpty ? Task.FromResult(default(MetricAppendResult))
            : AppendAsync(GetOrAdd(tenant), new PendingMetrics(batch), cancellationToken);
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
    public IReadOnlyCollection<TenantId> Tenants => [.. _tenants.Keys];

    /// <inheritdoc/>
    public long StoredBytesOf(TenantId tenant) =>
        _tenants.TryGetValue(tenant, out var found) ? found.Files.OldestFirst.Sum(ExpiredDays.Size) : 0;

    /// <inheritdoc/>
    public Task<MetricDeletionResult> DeleteExemplarsAsync(
        TenantId tenant, IReadOnlySet<TraceId> traceIds, string? userId, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed) != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
        return _options.MessageFormat is { } format && _tenants.TryGetValue(tenant, out var found)
            ? found.Writer.WhileClosedAsync(() => Erase(found.Files, format, traceIds, userId)).WaitAsync(cancellationToken)
            : Task.FromResult(default(MetricDeletionResult));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DroppedDay>> DropExpiredAsync(TenantId tenant, RetentionLimits limits, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed) != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_tenants.TryGetValue(tenant, out var found) || !ExpiredDays.Any(found.Files, limits, _clock.GetUtcNow(), hasToStay: _ => false))
        {
            return Task.FromResult<IReadOnlyList<DroppedDay>>([]);
        }

        // Its writer has up to three earlier days open, to recognise retries.
        return found.Writer.WhileClosedAsync<IReadOnlyList<DroppedDay>>(() => Drop(found.Files, limits)).WaitAsync(cancellationToken);
    }

    /// <summary>Writes what waits, closes every file, and gives the data folder free.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return;
        }

        _quietTimer?.Dispose();
        await Task.WhenAll(_tenants.Values.Select(tenant => tenant.Writer.DisposeAsync().AsTask()));
        _lock.Dispose();
    }

    /// <summary>Closes the files of tenants that nothing arrived for in a while; the timer's work, and the tests'.</summary>
    internal void CloseQuietFiles()
    {
        foreach (var tenant in _tenants.Values)
        {
            tenant.Writer.CloseIfQuiet();
        }
    }

    private static async Task<MetricAppendResult> AppendAsync(Tenant tenant, PendingMetrics append, CancellationToken cancellationToken)
    {
        tenant.Writer.Add(append);
        await using var leaving = cancellationToken.Register(() => append.Leave(cancellationToken));
        return await append.Task;
    }

    private async Task<TResult> ReadAsync<TResult>(
        TenantId tenant, TResult nothing, Func<MetricReadSession, TResult> read, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed) != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_tenants.TryGetValue(tenant, out var found))
        {
            return nothing;
        }

        return await _queries.RunAsync(() => Read(found, read, cancellationToken), cancellationToken);
    }

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

    private Tenant GetOrAdd(TenantId tenant) => _tenants.TryGetValue(tenant, out var found) ? found : Add(tenant, existing: []);

    [SuppressMessage("Reliability", "CA2000", Justification = "DisposeAsync stops the writer of every tenant.")]
    private Tenant Add(TenantId tenant, IEnumerable<DayFile> existing)
    {
        lock (_addingTenant)
        {
            if (_tenants.TryGetValue(tenant, out var found))
            {
                return found;
            }

            var files = new TenantFiles(Path.Combine(_options.DataFolder, tenant.Name), MetricDaySchema.Kind, existing);
            var days = new MetricDays(files, _connections, _counters, _options);
            return _tenants[tenant] = new Tenant(files, new TenantWriter<PendingMetrics>(tenant.Name, files, days, _options, _clock, _logger));
        }
    }

    private void FindTenants()
    {
        foreach (var folder in Directory.EnumerateDirectories(_options.DataFolder))
        {
            var name = Path.GetFileName(folder);
            if (TenantId.IsValid(name))
            {
                Add(new TenantId(name), DayFile.AllIn(folder, MetricDaySchema.Kind));
            }
        }
    }

    /// <summary>The files of one tenant, and who writes them.</summary>
    private sealed record Tenant(TenantFiles Files, TenantWriter<PendingMetrics> Writer);
}
