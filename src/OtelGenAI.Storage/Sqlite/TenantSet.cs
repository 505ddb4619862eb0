using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite;

/// <summary>The tenants of a store: each has a folder, found when the store opens or made for its first append. Thread-safe.</summary>
/// <typeparam name="TTenant">What the store knows of one.</typeparam>
internal sealed class TenantSet<TTenant> : IAsyncDisposable
    where TTenant : class, IStoreTenant
{
    private readonly SqliteStoreOptions _options;
    private readonly DayFileKind _kind;
    private readonly DataFolderLock _lock;
    private readonly Func<TenantId, TenantFiles, TTenant> _make;
    private readonly Queries _queries;
    private readonly ConcurrentDictionary<TenantId, TTenant> _tenants = new();
    private readonly Lock _adding = new();
    private ITimer? _quietTimer;
    private int _isClosed;

    /// <summary>Takes a data folder for this process.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="kind">What the day files hold.</param>
    /// <param name="lockName">Name of the file in the folder that is locked.</param>
    /// <param name="make">Makes a tenant; nothing of it works before it is asked to.</param>
    /// <exception cref="ArgumentException">Settings cannot be used; all problems at once.</exception>
    /// <exception cref="StoreUnavailableException">Another store has it, or it cannot be written.</exception>
    public TenantSet(SqliteStoreOptions options, DayFileKind kind, string lockName, Func<TenantId, TenantFiles, TTenant> make)
    {
        _options = options;
        _kind = kind;
        _make = make;
        _queries = new Queries(options.MaxConcurrentReads);
        _lock = DataFolderLock.Take(options.DataFolder, lockName);
    }

    /// <summary>The tenants that there are.</summary>
    public ICollection<TTenant> All => _tenants.Values;

    /// <summary>Their ids.</summary>
    public IReadOnlyCollection<TenantId> Ids => [.. _tenants.Keys];

    /// <summary>Records of all of them that wait or are being written.</summary>
    public long QueuedRecords => _tenants.Values.Sum(tenant => tenant.QueuedRecords);

    /// <summary>Whether it was disposed of, or is being.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    /// <summary>Finds those that have a folder.</summary>
    /// <param name="isUsable">Looks at each of their files; a file it does not want is left alone.</param>
    /// <param name="found">Told of each.</param>
    public void Find(Func<DayFile, bool> isUsable, Action<TTenant> found)
    {
        foreach (var folder in Directory.EnumerateDirectories(_options.DataFolder))
        {
            var name = Path.GetFileName(folder);
            if (TenantId.IsValid(name))
            {
                found(Add(new TenantId(name), [.. DayFile.AllIn(folder, _kind).Where(isUsable)]));
            }
        }
    }

    /// <summary>From now on closes the files of tenants that nothing arrived for in a while.</summary>
    public void CloseWhenQuiet(TimeProvider clock) =>
        _quietTimer = clock.CreateTimer(_ => CloseQuietFiles(), state: null, dueTime: _options.QuietAfter, period: _options.QuietAfter);

    /// <summary>Closes the files of tenants that nothing arrived for in a while; the timer's work, and the tests'.</summary>
    public void CloseQuietFiles()
    {
        foreach (var tenant in _tenants.Values)
        {
            tenant.CloseIfQuiet();
        }
    }

    /// <summary>Finds a tenant.</summary>
    public bool TryGet(TenantId tenant, [NotNullWhen(true)] out TTenant? found) => _tenants.TryGetValue(tenant, out found);

    /// <summary>Finds a tenant, or makes it.</summary>
    public TTenant GetOrAdd(TenantId tenant) => TryGet(tenant, out var found) ? found : Add(tenant, existing: []);

    /// <summary>Asks a tenant's files, when the turn of the query comes.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="nothing">The answer for a tenant that there is not.</param>
    /// <param name="read">The query.</param>
    /// <param name="cancellationToken">The caller leaves.</param>
    /// <exception cref="ObjectDisposedException">The store was closed.</exception>
    /// <exception cref="StoreUnavailableException">A file cannot be read.</exception>
    public Task<TResult> ReadAsync<TResult>(TenantId tenant, TResult nothing, Func<TTenant, TResult> read, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return cancellationToken.IsCancellationRequested ? Task.FromCanceled<TResult>(cancellationToken)
            : TryGet(tenant, out var found) ? _queries.RunAsync(() => read(found), cancellationToken)
            : Task.FromResult(nothing);
    }

    /// <summary>Does something to a tenant's files while none of them is open for writing.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public Task<TResult> ChangeAsync<TResult>(TenantId tenant, TResult nothing, Func<TTenant, TResult> change, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return cancellationToken.IsCancellationRequested ? Task.FromCanceled<TResult>(cancellationToken)
            : TryGet(tenant, out var found) ? found.WhileClosedAsync(() => change(found)).WaitAsync(cancellationToken)
            : Task.FromResult(nothing);
    }

    /// <summary>Refuses everything from now on.</summary>
    /// <returns><see langword="false"/> when it did already.</returns>
    public bool Close() => Interlocked.Exchange(ref _isClosed, 1) == 0;

    /// <summary>Writes what waits, closes every file, and gives the data folder free.</summary>
    public async ValueTask DisposeAsync()
    {
        _ = Close();
        await (_quietTimer?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Task.WhenAll(_tenants.Values.Select(tenant => tenant.DisposeAsync().AsTask()));
        _lock.Dispose();
    }

    private TTenant Add(TenantId tenant, IEnumerable<DayFile> existing)
    {
        lock (_adding)
        {
            return TryGet(tenant, out var found)
                ? found
                : _tenants[tenant] = _make(tenant, new TenantFiles(Path.Combine(_options.DataFolder, tenant.Name), _kind, existing));
        }
    }
}

/// <summary>A tenant of a store: what works on its files.</summary>
internal interface IStoreTenant : IAsyncDisposable
{
    /// <summary>Records that wait or are being written.</summary>
    long QueuedRecords { get; }

    /// <summary>Looks whether the file that is open for writing has gone quiet, and closes it then.</summary>
    void CloseIfQuiet();

    /// <inheritdoc cref="Writing.TenantWriter{TAppend}.WhileClosedAsync"/>
    Task<TResult> WhileClosedAsync<TResult>(Func<TResult> work);
}
