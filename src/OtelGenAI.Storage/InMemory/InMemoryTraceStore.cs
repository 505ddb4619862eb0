using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.Attributes;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.InMemory;

/// <summary>Keeps everything in memory until the process ends: for tests and for trying things out.</summary>
/// <remarks>
/// The simple version that the other engines are compared with: no limit, no index, nothing clever. "Durable" here means in memory.
/// </remarks>
/// <param name="prices">What calls are priced with; <see langword="null"/> for the built-in table.</param>
/// <param name="format">Decodes what is stored; <see langword="null"/> for a store that cannot be asked what spans said.</param>
public sealed class InMemoryTraceStore(ITenantPrices? prices = null, IMessageFormat? format = null) : ITraceStore, ITraceRemoval, ITraceRepricing, ITraceStatistics, IAttributeCatalogue, ITracePins
{
    private readonly ITenantPrices _prices = prices ?? new SamePrices(PriceBook.BuiltIn);
    private readonly ConcurrentDictionary<TenantId, InMemoryTenant> _tenants = new();
    private long _stored;
    private long _duplicates;
    private long _commits;

    /// <inheritdoc/>
    public StoreStatistics Statistics =>
        new(Interlocked.Read(ref _stored), Interlocked.Read(ref _duplicates), Interlocked.Read(ref _commits), QueuedRecords: 0, StoredBytes: 0);

    /// <inheritdoc/>
    public Task<AppendResult> AppendAsync(TenantId tenant, TelemetryBatch batch, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        StoreArguments.CheckBatch(batch);
        cancellationToken.ThrowIfCancellationRequested();
        var result = _tenants.GetOrAdd(tenant, added => new InMemoryTenant(() => _prices.Of(added), format)).Append(batch);
        Interlocked.Add(ref _stored, result.Stored + result.Replaced);
        Interlocked.Add(ref _duplicates, result.Duplicates);
        Interlocked.Increment(ref _commits);
        return Task.FromResult(result);
    }

    /// <inheritdoc/>
    public Task<TracePage> ListTracesAsync(
        TenantId tenant, TraceFilter filter, TraceCursor? after, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        StoreArguments.CheckLimit(limit);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(tenant)?.List(filter, after, limit) ?? new TracePage([], Next: null));
    }

    /// <inheritdoc/>
    public Task<StoredTrace?> GetTraceAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(tenant)?.GetTrace(traceId));
    }

    /// <inheritdoc/>
    public Task<TraceSummary?> GetTraceSummaryAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(tenant)?.GetTrace(traceId)?.Summary);
    }

    /// <inheritdoc/>
    public Task<StoredSpan?> GetSpanAsync(TenantId tenant, TraceId traceId, SpanId spanId, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(tenant)?.ReadSpans(traceId).Find(span => span.Record.SpanId == spanId));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredSpan> ReadSpansAsync(
        TenantId tenant, TraceId traceId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        await Task.CompletedTask;
        foreach (var span in Find(tenant)?.ReadSpans(traceId) ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return span;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredLog>> GetLogsAsync(
        TenantId tenant, TraceId traceId, SpanId spanId, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        StoreArguments.CheckLimit(limit);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<StoredLog>>(Find(tenant)?.Logs.Of(traceId, spanId, limit) ?? []);
    }

    /// <inheritdoc/>
    public Task<long> GetLogFingerprintAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(tenant)?.Logs.Fingerprint(traceId) ?? 0);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredLog>> GetEvaluationsOfResponseAsync(TenantId tenant, string responseId, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        StoreArguments.CheckLimit(limit);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<StoredLog>>(Find(tenant)?.Logs.EvaluationsOf(responseId, limit) ?? []);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<TraceId, IReadOnlyList<TraceScore>>> GetScoresAsync(
        TenantId tenant, IReadOnlyList<TraceId> traceIds, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyDictionary<TraceId, IReadOnlyList<TraceScore>>>(Find(tenant)?.Scores(traceIds) ?? []);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredLog> ReadLogsAsync(
        TenantId tenant, TraceId traceId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        await Task.CompletedTask;
        foreach (var log in Find(tenant)?.Logs.Of(traceId) ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return log;
        }
    }

    /// <inheritdoc/>
    public Task<LogPage> ListLogsAsync(
        TenantId tenant, LogFilter filter, LogCursor? after, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        StoreArguments.CheckLimit(limit);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(tenant)?.Logs.List(filter, after, limit) ?? new LogPage([], Next: null));
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<TenantId> Tenants => [.. _tenants.Keys];

    /// <inheritdoc/>
    public Task<DeletionResult> DeleteTraceAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) =>
        Task.FromResult(Find(tenant)?.Delete(id => id == traceId, _ => false) ?? default);

    /// <inheritdoc/>
    /// <remarks>What spans name; it does not look into messages.</remarks>
    public Task<IReadOnlySet<TraceId>> FindUserTracesAsync(TenantId tenant, string userId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return Task.FromResult<IReadOnlySet<TraceId>>(Find(tenant)?.FindTraces(span => span.UserId == userId) ?? []);
    }

    /// <inheritdoc/>
    public Task<DeletionResult> DeleteUserAsync(TenantId tenant, string userId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return Task.FromResult(Find(tenant)?.Delete(_ => false, span => span.UserId == userId) ?? default);
    }

    /// <inheritdoc/>
    /// <remarks>It has no days: nothing expires before the process ends.</remarks>
    public Task<IReadOnlyList<DroppedDay>> DropExpiredAsync(TenantId tenant, RetentionLimits limits, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DroppedDay>>([]);

    /// <inheritdoc/>
    public Task<RepricingResult> RepriceAsync(
        TenantId tenant, RepricingRange range, IProgress<RepricingResult>? progress, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        return Task.FromResult(Find(tenant)?.Reprice(range) ?? default);
    }

    /// <inheritdoc/>
    public Task<PinResult> PinAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) =>
        Task.FromResult(Find(tenant)?.Pin(traceId, isPinned: true) ?? PinResult.NoSuchTrace);

    /// <inheritdoc/>
    public Task<PinResult> UnpinAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken) =>
        Task.FromResult(Find(tenant)?.Pin(traceId, isPinned: false) ?? PinResult.NoSuchTrace);

    /// <inheritdoc/>
    public Task<AttributeAnswer> ListAttributesAsync(TenantId tenant, AttributeQuery query, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        return Task.FromResult(Find(tenant)?.Attributes(query) ?? new AttributeAnswer([], Uncounted: 0));
    }

    /// <inheritdoc/>
    public Task<UsageAnswer> GetUsageAsync(TenantId tenant, UsageQuery query, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        return Task.FromResult(Find(tenant)?.Usage(query) ?? new UsageGrouping(query).ToAnswer());
    }

    /// <inheritdoc/>
    public Task<SpanAggregateAnswer> AggregateAsync(TenantId tenant, SpanAggregate aggregate, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        return Task.FromResult(Find(tenant)?.Aggregate(aggregate) ?? new SpanSums(aggregate, evaluation: null).ToAnswer(examined: 0, ranOutOfTime: false));
    }

    /// <inheritdoc/>
    public Task<TraceGroupPage> ListGroupsAsync(
        TenantId tenant, TraceGroupFilter filter, TraceGroupCursor? after, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        StoreArguments.CheckLimit(limit);
        return Task.FromResult(InMemoryStatistics.List(Find(tenant)?.Summaries() ?? [], filter, after, limit));
    }

    /// <inheritdoc/>
    public Task<TraceGroup?> GetGroupAsync(TenantId tenant, TraceGrouping by, string id, CancellationToken cancellationToken)
    {
        StoreArguments.CheckTenant(tenant);
        ArgumentException.ThrowIfNullOrEmpty(id);
        return Task.FromResult(InMemoryStatistics.Find(Find(tenant)?.Summaries() ?? [], by, id));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private InMemoryTenant? Find(TenantId tenant) => _tenants.GetValueOrDefault(tenant);
}
