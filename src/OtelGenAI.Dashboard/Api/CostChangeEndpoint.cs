using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/cost/change?from=&amp;to=&amp;baseFrom=&amp;baseTo=</c>: why a period cost more, or less, than another.</summary>
internal sealed class CostChangeEndpoint(ITraceStore store, ITraceStatistics statistics, ITenantPrices prices)
{
    private const int TracesAPage = 1_000;

    // Lines of traces are read without their spans: this many take about a tenth of a second.
    private const int MaxTraces = 200_000;
    private const int MaxUsers = 5;
    private const int MaxTools = 5;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/cost/change", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var text = new QueryText(context.Request.Query);
        var after = Range(text, "from", "to");
        var before = Range(text, "baseFrom", "baseTo");
        if (text.Problem is { } problem)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        var tenant = RequestTenant.Of(context);
        var was = await ReadAsync(tenant, before, context.RequestAborted);
        var now = await ReadAsync(tenant, after, context.RequestAborted);
        var change = CostChange.Between(was.Period, now.Period, prices.Of(tenant));
        await ApiAnswer.WriteAsync(
            context,
            new CostChangeView(
                CostPeriodView.Of(before, was.Period), CostPeriodView.Of(after, now.Period), now.Period.Usd - was.Period.Usd, CostCauseView.Of(change, was.Period, now.Period),
                Users(was, now), Tools(was, now), was.IsComplete && now.IsComplete),
            ApiJson.Readable.CostChangeView);
    }

    /// <summary>A period of whole hours, the unit that sums are kept in.</summary>
    private static (long From, long Before) Range(QueryText text, string from, string to)
    {
        if (text.Time(from) is not { } start || text.Time(to) is not { } end)
        {
            text.Refuse($"{from} and {to} are both needed: RFC 3339 times such as 2026-11-20T03:00:00Z.");
            return default;
        }

        if (start >= end || start % UsageQuery.HourNano != 0 || end % UsageQuery.HourNano != 0)
        {
            text.Refuse($"{from} and {to} are not a period of whole hours, one at least.");
        }

        return (start, end);
    }

    private async Task<Read> ReadAsync(TenantId tenant, (long From, long Before) range, CancellationToken cancellation)
    {
        var query = new UsageQuery { FromUnixNano = range.From, BeforeUnixNano = range.Before, By = [UsageDimension.Provider, UsageDimension.Model] };
        var usage = await statistics.GetUsageAsync(tenant, query, cancellation);
        var tools = await statistics.GetUsageAsync(
            tenant, query with { By = [UsageDimension.Tool], Where = [KeyValuePair.Create(UsageDimension.Kind, (string?)ObservationKind.Tool.Name)] }, cancellation);
        var users = new Dictionary<string, double>(StringComparer.Ordinal);
        var traces = 0L;
        TraceCursor? after = null;
        do
        {
            var filter = new TraceFilter { StartFromUnixNano = range.From, StartBeforeUnixNano = range.Before };
            var page = await store.ListTracesAsync(tenant, filter, after, TracesAPage, cancellation);
            foreach (var trace in page.Items)
            {
                traces++;
                if (trace is { UserId: { } user, Cost: { } cost })
                {
                    users[user] = users.GetValueOrDefault(user) + (double)cost.Usd;
                }
            }

            after = page.Next;
        }
        while (after is not null && traces < MaxTraces);

        var models = usage.Groups.Where(group => group.Totals.Calls > 0).ToDictionary(group => (group.Key[0], group.Key[1]), group => group.Totals);
        return new Read(
            new CostPeriod(traces, models, range.Before), users,
            tools.Groups.Where(group => group.Key[0] is not null).ToDictionary(group => group.Key[0]!, group => group.Totals, StringComparer.Ordinal),
            usage.IsComplete && after is null);
    }

    private static CostUserView[] Users(Read was, Read now) =>
    [
        .. was.Users.Keys.Union(now.Users.Keys)
            .Select(user => new CostUserView(user, was.Users.GetValueOrDefault(user), now.Users.GetValueOrDefault(user)))
            .OrderByDescending(user => Math.Abs(user.AfterUsd - user.BeforeUsd)).ThenBy(user => user.UserId, StringComparer.Ordinal).Take(MaxUsers),
    ];

    private static CostToolView[] Tools(Read was, Read now) =>
    [
        .. was.Tools.Keys.Union(now.Tools.Keys)
            .Select(tool => CostToolView.Of(tool, was.Tools.GetValueOrDefault(tool), now.Tools.GetValueOrDefault(tool)))
            .OrderByDescending(tool => tool.AfterErrors - tool.BeforeErrors).ThenByDescending(tool => tool.AfterRuns).ThenBy(tool => tool.Tool, StringComparer.Ordinal)
            .Take(MaxTools),
    ];

    private sealed record Read(
        CostPeriod Period, Dictionary<string, double> Users, Dictionary<string, UsageTotals> Tools, bool IsComplete);
}
