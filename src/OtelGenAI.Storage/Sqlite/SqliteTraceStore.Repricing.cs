using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite;

// What is priced anew: a part of its own, so that the way of a span stays in sight.
public sealed partial class SqliteTraceStore
{
    /// <inheritdoc/>
    public async Task<RepricingResult> RepriceAsync(
        TenantId tenant, RepricingRange range, IProgress<RepricingResult>? progress, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        ObjectDisposedException.ThrowIf(_tenants.IsClosed, this);
        if (!_tenants.TryGet(tenant, out var found))
        {
            return default;
        }

        var position = found.Repricing.Begin();
        while (position.Day is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var from = position;
            position = await found.Writer.WhileClosedAsync(() => found.Repricing.Step(from, range));
            progress?.Report(position.Sum);
        }

        while (!range.IsDryRun && await found.Writer.WhileClosedAsync(found.Repricing.RebuildUsage))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return position.Sum;
    }

    private void PriceUpgraded(SqliteTenant tenant, CancellationToken cancellationToken)
    {
        try
        {
            tenant.Repricing.PriceUpgraded(cancellationToken);
        }
        catch (Exception failure) when (failure is SqliteException or StoreUnavailableException)
        {
            // The next start goes on with it. Until then its traces are listed without their cost.
            LogDamaged(StoreFailure.Describe(tenant.Files.Folder, failure).Message);
        }
    }
}
