using OtelGenAI.Storage.Attributes;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>Lets a day pass after every append, so that traces spread over as many day files as there are appends.</summary>
internal sealed class NewDayEveryAppend(ITraceStore store, ManualClock clock) : ITraceStore, ITraceRemoval, ITraceRepricing, ITraceStatistics, IAttributeCatalogue, ITracePins
{
    public StoreStatistics Statistics => store.Statistics;

    public async Task<AppendResult> AppendAsync(TenantId tenant, TelemetryBatch batch, CancellationToken cancellationToken)
    {
        var result = await store.AppendAsync(tenant, batch, cancellationToken);
        clock.Advance(TimeSpan.FromDays(1));
        return result;
    }

    public Task<TracePage> ListTracesAsync(
        TenantId tenant, TraceFilter filter, TraceCursor? after, int limit, CancellationToken cancellationToken) =>
        store.ListTracesAsync(tenant, filter, after, limit, cancellationToken);

    public Task<StoredTrace?> GetTraceAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) =>
        store.GetTraceAsync(tenant, traceId, cancellationToken);

    public Task<TraceSummary?> GetTraceSummaryAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) =>
        store.GetTraceSummaryAsync(tenant, traceId, cancellationToken);

    public Task<StoredSpan?> GetSpanAsync(TenantId tenant, TraceId traceId, SpanId spanId, CancellationToken cancellationToken) =>
        store.GetSpanAsync(tenant, traceId, spanId, cancellationToken);

    public IAsyncEnumerable<StoredSpan> ReadSpansAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) =>
        store.ReadSpansAsync(tenant, traceId, cancellationToken);

    public Task<IReadOnlyList<StoredLog>> GetEvaluationsOfResponseAsync(TenantId tenant, string responseId, int limit, CancellationToken cancellationToken) =>
        store.GetEvaluationsOfResponseAsync(tenant, responseId, limit, cancellationToken);

    public Task<IReadOnlyDictionary<TraceId, IReadOnlyList<TraceScore>>> GetScoresAsync(
        TenantId tenant, IReadOnlyList<TraceId> traceIds, CancellationToken cancellationToken) => store.GetScoresAsync(tenant, traceIds, cancellationToken);

    public Task<long> GetLogFingerprintAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) =>
        store.GetLogFingerprintAsync(tenant, traceId, cancellationToken);

    public Task<IReadOnlyList<StoredLog>> GetLogsAsync(
        TenantId tenant, TraceId traceId, SpanId spanId, int limit, CancellationToken cancellationToken) =>
        store.GetLogsAsync(tenant, traceId, spanId, limit, cancellationToken);

    public IAsyncEnumerable<StoredLog> ReadLogsAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) =>
        store.ReadLogsAsync(tenant, traceId, cancellationToken);

    public Task<LogPage> ListLogsAsync(
        TenantId tenant, LogFilter filter, LogCursor? after, int limit, CancellationToken cancellationToken) =>
        store.ListLogsAsync(tenant, filter, after, limit, cancellationToken);

    public IReadOnlyCollection<TenantId> Tenants => Removal.Tenants;

    private ITraceRemoval Removal => (ITraceRemoval)store;

    public Task<DeletionResult> DeleteTraceAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) =>
        Removal.DeleteTraceAsync(tenant, traceId, cancellationToken);

    public Task<IReadOnlySet<TraceId>> FindUserTracesAsync(TenantId tenant, string userId, CancellationToken cancellationToken) =>
        Removal.FindUserTracesAsync(tenant, userId, cancellationToken);

    public Task<DeletionResult> DeleteUserAsync(TenantId tenant, string userId, CancellationToken cancellationToken) =>
        Removal.DeleteUserAsync(tenant, userId, cancellationToken);

    public Task<IReadOnlyList<DroppedDay>> DropExpiredAsync(TenantId tenant, RetentionLimits limits, CancellationToken cancellationToken) =>
        Removal.DropExpiredAsync(tenant, limits, cancellationToken);

    public Task<RepricingResult> RepriceAsync(
        TenantId tenant, RepricingRange range, IProgress<RepricingResult>? progress, CancellationToken cancellationToken) =>
        ((ITraceRepricing)store).RepriceAsync(tenant, range, progress, cancellationToken);

    public Task<PinResult> PinAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) =>
        ((ITracePins)store).PinAsync(tenant, traceId, cancellationToken);

    public Task<PinResult> UnpinAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) =>
        ((ITracePins)store).UnpinAsync(tenant, traceId, cancellationToken);

    public Task<AttributeAnswer> ListAttributesAsync(TenantId tenant, AttributeQuery query, CancellationToken cancellationToken) =>
        ((IAttributeCatalogue)store).ListAttributesAsync(tenant, query, cancellationToken);

    public Task<SpanAggregateAnswer> AggregateAsync(TenantId tenant, SpanAggregate aggregate, CancellationToken cancellationToken) =>
        ((ITraceStatistics)store).AggregateAsync(tenant, aggregate, cancellationToken);

    public Task<UsageAnswer> GetUsageAsync(TenantId tenant, UsageQuery query, CancellationToken cancellationToken) =>
        ((ITraceStatistics)store).GetUsageAsync(tenant, query, cancellationToken);

    public Task<TraceGroupPage> ListGroupsAsync(
        TenantId tenant, TraceGroupFilter filter, TraceGroupCursor? after, int limit, CancellationToken cancellationToken) =>
        ((ITraceStatistics)store).ListGroupsAsync(tenant, filter, after, limit, cancellationToken);

    public Task<TraceGroup?> GetGroupAsync(TenantId tenant, TraceGrouping by, string id, CancellationToken cancellationToken) =>
        ((ITraceStatistics)store).GetGroupAsync(tenant, by, id, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
