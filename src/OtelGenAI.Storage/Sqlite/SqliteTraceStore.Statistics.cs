using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Sqlite.RollUps;
using OtelGenAI.Storage.Sqlite.Sessions;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite;

// Sums over many traces: a part of its own, so that the way of a span stays in sight.
public sealed partial class SqliteTraceStore
{
    /// <inheritdoc/>
    public Task<UsageAnswer> GetUsageAsync(TenantId tenant, UsageQuery query, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        return ReadAsync(tenant, new UsageGrouping(query).ToAnswer(), session => UsageReading.Run(session, query), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SpanAggregateAnswer> AggregateAsync(TenantId tenant, SpanAggregate aggregate, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        return _tenants.ReadAsync(
            tenant, new SpanSums(aggregate, evaluation: null).ToAnswer(examined: 0, ranOutOfTime: false),
            found => Aggregate(found, aggregate, cancellationToken), cancellationToken);
    }

    private SpanAggregateAnswer Aggregate(SqliteTenant tenant, SpanAggregate aggregate, CancellationToken cancellationToken)
    {
        if (aggregate.TryAsk(out var usage))
        {
            return SpanSums.Of(aggregate, usage, Read(tenant, session => UsageReading.Run(session, usage), cancellationToken));
        }

        var budget = new QueryBudget(_clock, aggregate.Budget, cancellationToken);
        var evaluation = aggregate.Query is { } query ? new QueryEvaluation(query, _options.MessageFormat, _queryKeys, budget) : null;
        var sums = new SpanSums(aggregate, evaluation);
        var (examined, ranOutOfTime) = new TraceListing(
            () => Begin(tenant, cancellationToken), aggregate.TracesToRead, after: null, limit: int.MaxValue - 1, evaluation, budget).Visit(sums.Add);
        return sums.ToAnswer(examined, ranOutOfTime);
    }

    /// <inheritdoc/>
    public Task<TraceGroupPage> ListGroupsAsync(
        TenantId tenant, TraceGroupFilter filter, TraceGroupCursor? after, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        StoreArguments.CheckLimit(limit);
        return ReadAsync(
            tenant, new TraceGroupPage([], Next: null), session => new TraceGroupListing(session, filter.By).Run(filter, after, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TraceGroup?> GetGroupAsync(TenantId tenant, TraceGrouping by, string id, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        ArgumentException.ThrowIfNullOrEmpty(id);
        return ReadAsync<TraceGroup?>(tenant, null, session => new TraceGroupListing(session, by).Find(id), cancellationToken);
    }
}
