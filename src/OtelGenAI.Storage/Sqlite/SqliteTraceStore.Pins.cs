using OtelGenAI.Storage.Sqlite.Logs;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite;

// Which traces stay: a part of its own, as what is taken out is.
public sealed partial class SqliteTraceStore
{
    /// <inheritdoc/>
    public Task<PinResult> PinAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) => WithPinsAsync(
        tenant, found => found.Pins.Add(traceId, () => HasTrace(found, traceId, cancellationToken)), cancellationToken);

    /// <inheritdoc/>
    public Task<PinResult> UnpinAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) => WithPinsAsync(
        tenant,
        found => found.Pins.Remove([traceId]) > 0 || HasTrace(found, traceId, cancellationToken)
            ? PinResult.Done
            : PinResult.NoSuchTrace,
        cancellationToken);

    private bool HasTrace(SqliteTenant tenant, TraceId traceId, CancellationToken cancellationToken) =>
        Queries.Run(() => Read(tenant, session => Has(session, traceId), cancellationToken), cancellationToken);

    private static bool Has(ReadSession session, TraceId traceId) =>
        TraceParts.Find(session, traceId).Count > 0 || LogParts.InOrderOfArrival(session, traceId).Count > 0;

    private Task<PinResult> WithPinsAsync(TenantId tenant, Func<SqliteTenant, PinResult> work, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        ObjectDisposedException.ThrowIf(_tenants.IsClosed, this);
        cancellationToken.ThrowIfCancellationRequested();
        return _tenants.TryGet(tenant, out var found)
            ? Task.Run(() => work(found), cancellationToken)
            : Task.FromResult(PinResult.NoSuchTrace);
    }
}
