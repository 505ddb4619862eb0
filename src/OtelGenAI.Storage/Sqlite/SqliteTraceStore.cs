using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.Attributes;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Logs;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Packing;
using OtelGenAI.Storage.Sqlite.Pins;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Sqlite.Removal;
using OtelGenAI.Storage.Sqlite.Repricing;
using OtelGenAI.Storage.Sqlite.Scores;
using OtelGenAI.Storage.Sqlite.TextIndex;
using OtelGenAI.Storage.Sqlite.Writing;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite;

/// <summary>Keeps traces in SQLite files: a folder per tenant, a file per day of arrival (UTC).</summary>
/// <remarks>
/// One writer per tenant commits what waits in one transaction and acknowledges it after it is on disk. Readers have connections of
/// their own that can only read. One process at a time may use a data folder.
/// </remarks>
public sealed partial class SqliteTraceStore : ITraceStore, ITraceRemoval, ITraceRepricing, ITraceStatistics, IAttributeCatalogue, ITracePins
{
    private const string LockName = "otelgenai.lock";

    private readonly SqliteStoreOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly DayConnections _connections;
    private readonly DayReaders _readers;
    private readonly DayConnections _texts;
    private readonly TextReaders _textReaders;
    private readonly StoreCounters _counters = new();
    private readonly PieceHash _pieceHash = new();
    private readonly AttributeKeyTable _queryKeys = new();
    private readonly TenantSet<SqliteTenant> _tenants;

    private SqliteTraceStore(SqliteStoreOptions options, TimeProvider clock, ILogger logger, SqliteLibrary library)
    {
        _options = options;
        _clock = clock;
        _logger = logger;
        Library = library;
        _connections = new DayConnections(options, DaySchema.Spans);
        _readers = new DayReaders(_connections, options.MaxIdleReaders, new SegmentCache(options.MaxCachedSegmentBytes));
        _texts = new DayConnections(options, TextIndexTables.Kind);
        _textReaders = new TextReaders(_texts, options.MaxIdleReaders);
        _tenants = new TenantSet<SqliteTenant>(options, DaySchema.Spans, LockName, Make);
    }

    /// <summary>The native library that this process uses.</summary>
    public SqliteLibrary Library { get; }

    /// <inheritdoc/>
    public StoreStatistics Statistics => new(
        _counters.RecordsStored, _counters.DuplicateRecords, _counters.Commits, _tenants.QueuedRecords, StoredBytes());

    /// <summary>Opens a data folder: takes it for this process, and checks every file in it.</summary>
    /// <param name="options">Settings; the caller may not change them afterwards.</param>
    /// <param name="clock">Says which day it is.</param>
    /// <param name="logger">Told about the library, and about files that cannot be used.</param>
    /// <param name="cancellationToken">Stops opening.</param>
    /// <exception cref="ArgumentException">Settings cannot be used; all problems at once.</exception>
    /// <exception cref="StoreUnavailableException">
    /// Another process uses the folder, it cannot be written, or a file in it is of a newer version or not ours. Nothing was changed.
    /// </exception>
    public static async Task<SqliteTraceStore> OpenAsync(
        SqliteStoreOptions options, TimeProvider clock, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        options.ThrowIfImpossible();
        var library = SqliteLibrary.Load(options.Library);
        var store = new SqliteTraceStore(options, clock, logger ?? NullLogger.Instance, library);
        try
        {
            store.LogLibrary(library.ToString());
            foreach (var defect in library.KnownDefects)
            {
                store.LogDefect(defect);
            }

            await Task.Run(() => store.FindTenants(cancellationToken), cancellationToken);
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
    public Task<AppendResult> AppendAsync(TenantId tenant, TelemetryBatch batch, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        StoreArguments.CheckBatch(batch);
        ObjectDisposedException.ThrowIf(_tenants.IsClosed, this);
        return cancellationToken.IsCancellationRequested ? Task.FromCanceled<AppendResult>(cancellationToken)
            : batch.RecordCount == 0 ? Task.FromResult(default(AppendResult))
            : AppendAsync(_tenants.GetOrAdd(tenant), new PendingAppend(batch), _pieceHash, _options.Prices.Of(tenant), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TracePage> ListTracesAsync(
        TenantId tenant, TraceFilter filter, TraceCursor? after, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        StoreArguments.CheckLimit(limit);
        var began = _clock.GetTimestamp();
        return _tenants.ReadAsync(tenant, new TracePage([], Next: null), found =>
        {
            var budget = new QueryBudget(_clock, filter.Budget - _clock.GetElapsedTime(began), cancellationToken);
            var evaluation = filter.Query is { } query ? new QueryEvaluation(query, _options.MessageFormat, _queryKeys, budget) : null;
            return new TraceListing(() => Begin(found, cancellationToken), filter, after, limit, evaluation, budget).Run();
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StoredTrace?> GetTraceAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        return ReadAsync<StoredTrace?>(tenant, null, session => TraceParts.GetTrace(session, traceId), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TraceSummary?> GetTraceSummaryAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        return ReadAsync<TraceSummary?>(tenant, null, session => TraceParts.GetSummary(session, traceId), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StoredSpan?> GetSpanAsync(TenantId tenant, TraceId traceId, SpanId spanId, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        return ReadAsync<StoredSpan?>(tenant, null, session => TraceParts.GetSpan(session, traceId, spanId), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredSpan> ReadSpansAsync(
        TenantId tenant, TraceId traceId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);

        // Rows first, at one moment; then segment by segment, without holding a connection while the caller works: a slow caller
        // must not keep the log from being emptied. Segments never change.
        var segments = await ReadAsync(tenant, [], session => TracePayloads.Plan(session, traceId), cancellationToken);
        foreach (var segment in segments)
        {
            foreach (var span in await ReadAsync(tenant, [], session => segment.Read(session), cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return span;
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredLog>> GetLogsAsync(
        TenantId tenant, TraceId traceId, SpanId spanId, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        StoreArguments.CheckLimit(limit);
        return ReadAsync<IReadOnlyList<StoredLog>>(
            tenant, [], session => LogParts.GetLogs(session, traceId, spanId, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> GetLogFingerprintAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        return ReadAsync(tenant, 0L, session => LogParts.Fingerprint(session, traceId), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredLog>> GetEvaluationsOfResponseAsync(TenantId tenant, string responseId, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        StoreArguments.CheckLimit(limit);
        return ReadAsync<IReadOnlyList<StoredLog>>(tenant, [], session => ScoreReading.LogsOfResponse(session, responseId, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<TraceId, IReadOnlyList<TraceScore>>> GetScoresAsync(
        TenantId tenant, IReadOnlyList<TraceId> traceIds, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        return ReadAsync<IReadOnlyDictionary<TraceId, IReadOnlyList<TraceScore>>>(
            tenant, FrozenDictionary<TraceId, IReadOnlyList<TraceScore>>.Empty, session => ScoreReading.OfTraces(session, traceIds), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredLog> ReadLogsAsync(
        TenantId tenant, TraceId traceId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // As with spans: no connection is held while the caller works.
        const int recordsPerRead = 256;
        StoreArguments.CheckTenant(tenant);
        var rows = await ReadAsync(tenant, [], session => LogParts.InOrderOfArrival(session, traceId), cancellationToken);
        foreach (var some in rows.Chunk(recordsPerRead))
        {
            foreach (var log in await ReadAsync(tenant, [], session => LogParts.Load(session, some), cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return log;
            }
        }
    }

    /// <inheritdoc/>
    public Task<LogPage> ListLogsAsync(
        TenantId tenant, LogFilter filter, LogCursor? after, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        StoreArguments.CheckLimit(limit);
        return ReadAsync(tenant, new LogPage([], Next: null), session => LogListing.Run(session, filter, after, limit), cancellationToken);
    }

    /// <summary>Writes what waits, closes every file, and gives the data folder free.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_tenants.Close())
        {
            return;
        }

        // Readers first: the writer, closing last, then leaves no log behind.
        _readers.CloseIdle();
        _textReaders.Dispose();
        await _tenants.DisposeAsync();
        _readers.Dispose();
    }

    /// <summary>Closes the files of tenants that nothing arrived for in a while; the timer's work, and the tests'.</summary>
    internal void CloseQuietFiles() => _tenants.CloseQuietFiles();

    private static async Task<AppendResult> AppendAsync(
        SqliteTenant tenant, PendingAppend append, PieceHash pieceHash, PriceBook prices, CancellationToken cancellationToken)
    {
        // Work for a batch that would be refused is work taken from those that are not.
        tenant.Writer.ThrowIfFull(append);
        append.Prepare(pieceHash, prices);
        tenant.Writer.Add(append);
        await using var leaving = cancellationToken.Register(() => append.Leave(cancellationToken));
        return await append.Task;
    }

    private Task<TResult> ReadAsync<TResult>(
        TenantId tenant, TResult nothing, Func<ReadSession, TResult> read, CancellationToken cancellationToken) =>
        _tenants.ReadAsync(tenant, nothing, found => Read(found, read, cancellationToken), cancellationToken);

    private TResult Read<TResult>(SqliteTenant tenant, Func<ReadSession, TResult> read, CancellationToken cancellationToken)
    {
        using var session = Begin(tenant, cancellationToken);
        var result = read(session);
        session.Succeed();
        return result;
    }

    private ReadSession Begin(SqliteTenant tenant, CancellationToken cancellationToken) =>
        new(tenant.Files, _readers, tenant.Pins.Current, cancellationToken) { Text = tenant.Text };

    [SuppressMessage("Reliability", "CA2000", Justification = "DisposeAsync stops the writer of every tenant.")]
    private SqliteTenant Make(TenantId tenant, TenantFiles files)
    {
        PriceBook Prices() => _options.Prices.Of(tenant);
        TenantTextIndex? text = null;
        var days = new SpanDays(
            files, _connections, _readers, _options, Prices, _counters, _logger, written: (file, lowest) => text?.Touch(file, lowest), committed: () => text?.Wake());
        var writer = new TenantWriter<PendingAppend>(tenant.Name, files, days, _options, _clock, _logger);
        text = IsIndexed && _options.MessageFormat is { } format
            ? new TenantTextIndex(files, _connections, _texts, _textReaders, format, _queryKeys, _clock, isPressed: () => writer.QueuedRecords > 0, _logger)
            : null;
        var pins = new PinFile(files.Folder, _options.MaxPinnedTraces);
        var removal = new TenantRemoval(files, pins, _connections, _readers, text, _options, _logger);
        var repricing = new TenantRepricing(files, _connections, _readers, Prices, _options, _logger);
        return new SqliteTenant(files, writer, pins, removal, repricing, text);
    }

    private void FindTenants(CancellationToken cancellationToken)
    {
        var hasWork = false;
        _tenants.Find(
            file =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return IsUsable(file, ref hasWork);
            },
            tenant =>
            {
                if (hasWork)
                {
                    PriceUpgraded(tenant, cancellationToken);
                    hasWork = false;
                }

                tenant.Text?.WakeAfterStart();
            });
    }

    // Each file is opened once: of a year's files with cold pages, that is what a start takes.
    private bool IsUsable(DayFile file, ref bool hasWork)
    {
        try
        {
            var connection = _connections.OpenUpgraded(file.Path, out var wasUpgraded);
            try
            {
                if (wasUpgraded)
                {
                    LogUpgraded(file.Path, DaySchema.Spans.Version);
                }

                var isUsable = DaySchema.Check(connection, DaySchema.Spans);
                hasWork |= isUsable && DaySchema.HasPending(connection);
                return isUsable;
            }
            finally
            {
                _connections.Close(connection);
            }
        }
        catch (SqliteException failure)
        {
            // One damaged day must not keep the others from being read and written. Whoever asks for it is told.
            LogDamaged(StoreFailure.Describe(file.Path, failure).Message);
            return true;
        }
    }

    private long StoredBytes()
    {
        try
        {
            return new DirectoryInfo(_options.DataFolder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A file that is deleted while it is counted; the next scrape counts again.
            return 0;
        }
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Information, Message = "Trace store uses {Library}.")]
    private partial void LogLibrary(string library);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Information, Message = "{Defect}")]
    private partial void LogDefect(string defect);

    [LoggerMessage(EventId = 3104, Level = LogLevel.Information, Message = "{Path} was upgraded to schema version {Version}.")]
    private partial void LogUpgraded(string path, int version);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Error, Message = "{Problem}")]
    private partial void LogDamaged(string problem);
}
