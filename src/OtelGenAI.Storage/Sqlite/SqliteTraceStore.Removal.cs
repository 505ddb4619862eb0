using OtelGenAI.Storage.Sqlite.Removal;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite;

// What is taken out: a part of its own, so that the way of a span stays in sight.
public sealed partial class SqliteTraceStore
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TenantId> Tenants => _tenants.Ids;

    /// <inheritdoc/>
    public Task<DeletionResult> DeleteTraceAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) =>
        RemoveAsync(tenant, default(DeletionResult), removal => removal.Erase([traceId]), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlySet<TraceId>> FindUserTracesAsync(TenantId tenant, string userId, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        ArgumentException.ThrowIfNullOrEmpty(userId);
        ObjectDisposedException.ThrowIf(_tenants.IsClosed, this);
        return _tenants.TryGet(tenant, out var found)
            ? Task.Run(() => found.Removal.FindUser(userId), cancellationToken)
            : Task.FromResult<IReadOnlySet<TraceId>>(new HashSet<TraceId>());
    }

    /// <inheritdoc/>
    public Task<DeletionResult> DeleteUserAsync(TenantId tenant, string userId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return RemoveAsync(tenant, default(DeletionResult), removal => removal.EraseUser(userId), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DroppedDay>> DropExpiredAsync(TenantId tenant, RetentionLimits limits, CancellationToken cancellationToken)
    {
        // Mostly there is nothing to do, and then the writer keeps its file open and what it remembers of it.
        StoreArguments.CheckTenant(tenant);
        return _tenants.TryGet(tenant, out var found) && found.Removal.HasExpired(limits, _clock.GetUtcNow())
            ? RemoveAsync(tenant, (IReadOnlyList<DroppedDay>)[], removal => removal.DropExpired(limits, _clock.GetUtcNow()), cancellationToken)
            : Task.FromResult<IReadOnlyList<DroppedDay>>([]);
    }

    private Task<TResult> RemoveAsync<TResult>(
        TenantId tenant, TResult nothing, Func<TenantRemoval, TResult> remove, CancellationToken cancellationToken) =>
        _tenants.ChangeAsync(tenant, nothing, found => remove(found.Removal), cancellationToken);
}
