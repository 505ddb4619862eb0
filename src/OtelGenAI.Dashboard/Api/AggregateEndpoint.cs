using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage.Statistics;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/aggregate?measure=&amp;by=&amp;bucket=&amp;q=&amp;from=&amp;to=</c>: series and groups of any spans that a query asks for.</summary>
internal sealed class AggregateEndpoint(ITraceStatistics statistics, TimeProvider clock)
{
    private const int MaxBy = 4;
    private const int DefaultTimeoutMs = 10_000;
    private const int MaxTimeoutMs = 60_000;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/aggregate", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var text = new QueryText(context.Request.Query);
        var measures = Names(text, "measure") is { Length: > 0 } named ? named : ["count"];
        foreach (var measure in measures.Where(measure => !AggregateMeasures.All.ContainsKey(measure)))
        {
            text.Refuse($"There is no measure '{measure}': {string.Join(", ", AggregateMeasures.All.Keys)}.");
        }

        var by = Names(text, "by");
        foreach (var field in by.Where(field => !SpanAggregate.CanGroupBy(field)))
        {
            text.Refuse($"Spans cannot be told apart by '{field}': {string.Join(", ", SpanAggregate.Groupings)}.");
        }

        if (by.Length > MaxBy)
        {
            text.Refuse($"by has {by.Length} fields; the limit is {MaxBy}.");
        }

        var aggregate = new SpanAggregate
        {
            FromUnixNano = text.Time("from") ?? long.MinValue,
            BeforeUnixNano = text.Time("to") ?? long.MaxValue,
            Query = text.Query("q", clock.GetUtcNow(), areSpans: true),
            By = by,
            BucketNano = Bucket(text),
            Budget = TimeSpan.FromMilliseconds(text.Number("timeoutMs", DefaultTimeoutMs, MaxTimeoutMs)),
        };
        if (text.Problem is { } problem)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        var answer = await statistics.AggregateAsync(RequestTenant.Of(context), aggregate, context.RequestAborted);
        await ApiAnswer.WriteAsync(context, AggregateView.Of(aggregate, measures, answer), ApiJson.Readable.AggregateView);
    }

    private static string[] Names(QueryText text, string name) =>
        [.. (text.Text(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];

    private static long? Bucket(QueryText text)
    {
        const long minuteNano = 60_000_000_000;
        var bucket = text.Text("bucket");
        (string Unit, long Nano)[] units = [("m", minuteNano), ("h", UsageQuery.HourNano), ("d", 24 * UsageQuery.HourNano)];
        switch (bucket)
        {
            case null:
                return null;
            case "minute":
                return minuteNano;
            case "hour":
                return UsageQuery.HourNano;
            case "day":
                return 24 * UsageQuery.HourNano;
        }

        foreach (var (unit, nano) in units)
        {
            if (bucket.EndsWith(unit, StringComparison.Ordinal) &&
                int.TryParse(bucket.AsSpan(0, bucket.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 10_000)
            {
                return count * nano;
            }
        }

        text.Refuse($"bucket '{bucket}' is not known: minute, hour, day, a length such as 15m, 6h or 7d, or nothing for the whole range.");
        return null;
    }
}

/// <summary>What can be measured of spans.</summary>
internal static class AggregateMeasures
{
    private const double NanosecondsPerMillisecond = 1_000_000;

    /// <summary>The measures by name; <see langword="null"/> where there is nothing to measure.</summary>
    public static IReadOnlyDictionary<string, Func<UsageTotals, double?>> All { get; } = new Dictionary<string, Func<UsageTotals, double?>>(StringComparer.Ordinal)
    {
        ["count"] = sums => sums.Count,
        ["errors"] = sums => sums.Errors,
        ["error_rate"] = sums => sums.Count > 0 ? (double)sums.Errors / sums.Count : null,
        ["calls"] = sums => sums.Calls,
        ["duration"] = sums => sums.Count > 0 ? sums.DurationNano / NanosecondsPerMillisecond / sums.Count : null,
        ["duration_p50"] = sums => sums.Durations.Quantile(0.50) / NanosecondsPerMillisecond,
        ["duration_p95"] = sums => sums.Durations.Quantile(0.95) / NanosecondsPerMillisecond,
        ["duration_p99"] = sums => sums.Durations.Quantile(0.99) / NanosecondsPerMillisecond,
        ["ttft"] = sums => sums.FirstChunks.Quantile(0.50) / NanosecondsPerMillisecond,
        ["ttft_p95"] = sums => sums.FirstChunks.Quantile(0.95) / NanosecondsPerMillisecond,
        ["ttft_p99"] = sums => sums.FirstChunks.Quantile(0.99) / NanosecondsPerMillisecond,
        ["tokens.total"] = sums => (double)sums.InputTokens + sums.OutputTokens,
        ["tokens.input"] = sums => sums.InputTokens,
        ["tokens.output"] = sums => sums.OutputTokens,
        ["tokens.cache_read"] = sums => sums.CacheReadTokens,
        ["tokens.cache_write"] = sums => sums.CacheWriteTokens,
        ["tokens.reasoning"] = sums => sums.ReasoningTokens,
        ["cost"] = sums => sums.PricedCalls > 0 ? (double)sums.Cost.Usd : null,
        ["unpriced"] = sums => sums.UnpricedCalls,
    };
}

/// <summary>Measures of spans, as the API shows them. Durations are milliseconds, cost is USD.</summary>
/// <param name="Source"><c>rollups</c>: no span was read; <c>spans</c> or <c>payloads</c>: they were.</param>
/// <param name="From">Start of the range as it was read; roll-ups are whole hours.</param>
/// <param name="To">End of the range as it was read.</param>
/// <param name="IsExact">Whether that is the range that was asked for.</param>
/// <param name="IsComplete">Whether no group is missing.</param>
/// <param name="RanOutOfTime">Whether the time was over before all traces were looked at; the sums are those of the newest ones.</param>
/// <param name="Examined">How many traces were looked at.</param>
/// <param name="Items">The groups, by time, then the largest first.</param>
internal sealed record AggregateView(
    string Source, DateTimeOffset? From, DateTimeOffset? To, bool IsExact, bool IsComplete, bool RanOutOfTime, long Examined, IReadOnlyList<AggregateGroupView> Items)
{
    public static AggregateView Of(SpanAggregate aggregate, string[] measures, SpanAggregateAnswer answer) => new(
        answer.IsFromRollUps ? "rollups" : aggregate.Query?.Depth == Storage.Query.QueryDepth.Payloads ? "payloads" : "spans",
        answer.FromUnixNano is { } from ? ApiTime.Of(from) : null,
        answer.BeforeUnixNano is { } to ? ApiTime.Of(to) : null,
        (aggregate.FromUnixNano == long.MinValue || aggregate.FromUnixNano == answer.FromUnixNano) &&
            (aggregate.BeforeUnixNano == long.MaxValue || aggregate.BeforeUnixNano == answer.BeforeUnixNano),
        answer.IsComplete,
        answer.RanOutOfTime,
        answer.Examined,
        [.. answer.Groups.Select(group => new AggregateGroupView(
            aggregate.By.Zip(group.Key).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal),
            group.StartUnixNano is { } start ? ApiTime.Of(start) : null,
            measures.ToDictionary(measure => measure, measure => AggregateMeasures.All[measure](group.Totals), StringComparer.Ordinal)))]);
}

/// <summary>One group.</summary>
/// <param name="Key">What it is told apart by; a value is <see langword="null"/> when its spans have none.</param>
/// <param name="Time">Start of its bucket of time.</param>
/// <param name="Values">Its measures; <see langword="null"/> where there is nothing to measure.</param>
internal sealed record AggregateGroupView(
    IReadOnlyDictionary<string, string?> Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Time,
    IReadOnlyDictionary<string, double?> Values);
