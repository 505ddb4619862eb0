using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite;

// Words behind the commits: a part of its own, so that the way of a span stays in sight.
public sealed partial class SqliteTraceStore : ITextIndex
{
    /// <inheritdoc/>
    public bool IsIndexed => _options is { IndexText: true, MessageFormat: not null } && Library.HasFullText;

    /// <inheritdoc/>
    public TimeSpan Lag(TenantId tenant) => _tenants.TryGet(tenant, out var found) ? found.Text?.Lag ?? default : default;

    /// <inheritdoc/>
    public TimeSpan MaxLag => _tenants.All.Select(tenant => tenant.Text?.Lag ?? default).DefaultIfEmpty().Max();

    /// <summary>For tests and measurements: indexes all words that are not yet, on this thread.</summary>
    internal void IndexText(TenantId tenant, CancellationToken cancellationToken)
    {
        if (_tenants.TryGet(tenant, out var found))
        {
            found.Text?.CatchUp(cancellationToken);
        }
    }
}
