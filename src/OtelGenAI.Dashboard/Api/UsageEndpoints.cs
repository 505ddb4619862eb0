using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Dashboard.Api;

/// <summary>
/// <c>/api/v1/usage</c>, <c>/models</c>, <c>/tools</c>, <c>/services</c>: sums from the roll-ups. <c>/sessions</c> and <c>/users</c>: sums of trace lines.
/// No call reads a span.
/// </summary>
internal sealed class UsageEndpoints(ITraceStore store, ITraceStatistics statistics)
{
    private const int TracesOfGroup = 50;

    private static readonly string[] InferenceKinds = [ObservationKind.Llm.Name, ObservationKind.Embedding.Name];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/usage", UsageAsync);
        routes.MapGet("/api/v1/models", context => ListAsync(
            context, [UsageDimension.Provider, UsageDimension.Model, UsageDimension.Kind], shown: 2,
            key => InferenceKinds.Contains(key[2])));
        routes.MapGet("/api/v1/tools", context => ListAsync(
            context, [UsageDimension.Tool, UsageDimension.Kind], shown: 1, key => key[0] is not null && key[1] == ObservationKind.Tool.Name));
        routes.MapGet("/api/v1/services", context => ListAsync(context, [UsageDimension.Service, UsageDimension.Environment], shown: 2, _ => true));
        routes.MapGet("/api/v1/sessions", context => ListGroupsAsync(context, TraceGrouping.Conversation));
        routes.MapGet("/api/v1/users", context => ListGroupsAsync(context, TraceGrouping.User));
        routes.MapGet("/api/v1/sessions/{id}", context => GroupAsync(context, TraceGrouping.Conversation));
        routes.MapGet("/api/v1/users/{id}", context => GroupAsync(context, TraceGrouping.User));
    }

    private async Task UsageAsync(HttpContext context)
    {
        if (UsageRequest.Read(context.Request.Query, out var problem) is not { } query)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem!);
            return;
        }

        await PageAsync(context, query, await statistics.GetUsageAsync(RequestTenant.Of(context), query, context.RequestAborted));
    }

    /// <summary>A list of names: what is asked only to choose is added up again.</summary>
    private async Task ListAsync(HttpContext context, UsageDimension[] by, int shown, Predicate<IReadOnlyList<string?>> isWanted)
    {
        if (UsageRequest.Read(context.Request.Query, out var problem) is not { } query)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem!);
            return;
        }

        query = query with { By = by, Bucket = null };
        var answer = await statistics.GetUsageAsync(RequestTenant.Of(context), query, context.RequestAborted);
        var groups = answer.Groups.Where(group => isWanted(group.Key))
            .GroupBy(group => string.Join('\0', group.Key.Take(shown).Select(value => value ?? "\u0001")), StringComparer.Ordinal)
            .Select(same => new UsageGroup([.. same.First().Key.Take(shown)], StartUnixNano: null, UsageTotals.Sum(same.Select(group => group.Totals))))
            .OrderByDescending(group => group.Totals.Count).ThenBy(group => string.Join('\0', group.Key), StringComparer.Ordinal);
        await PageAsync(context, query with { By = by[..shown] }, answer with { Groups = [.. groups] });
    }

    private static async Task PageAsync(HttpContext context, UsageQuery query, UsageAnswer answer)
    {
        var text = new QueryText(context.Request.Query);
        var limit = text.Limit();
        var skip = text.Skip();
        if (text.Problem is { } problem)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        var next = (long)skip + limit < answer.Groups.Count ? (skip + limit).ToString(CultureInfo.InvariantCulture) : null;
        await ApiAnswer.WriteAsync(context, UsageView.Of(query, answer, answer.Groups.Skip(skip).Take(limit), next), ApiJson.Readable.UsageView);
    }

    private async Task ListGroupsAsync(HttpContext context, TraceGrouping by)
    {
        var text = new QueryText(context.Request.Query);
        var limit = text.Limit();
        TraceGroupCursor? after = null;
        if (text.Text("cursor") is { } cursor)
        {
            after = TryReadCursor(cursor);
            if (after is null)
            {
                text.RefuseCursor(cursor);
            }
        }

        var filter = new TraceGroupFilter(by) { FromUnixNano = text.Time("from"), BeforeUnixNano = text.Time("to") };
        if (text.Problem is { } problem)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        var page = await statistics.ListGroupsAsync(RequestTenant.Of(context), filter, after, limit, context.RequestAborted);
        await ApiAnswer.WriteAsync(
            context,
            new TraceGroupPageView([.. page.Items.Select(group => TraceGroupView.Of(group, by))], page.Next is { } next ? WriteCursor(next) : null),
            ApiJson.Readable.TraceGroupPageView);
    }

    private async Task GroupAsync(HttpContext context, TraceGrouping by)
    {
        // Routing leaves a slash that is part of an id as it came.
        var id = ((string)context.Request.RouteValues["id"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var tenant = RequestTenant.Of(context);
        if (await statistics.GetGroupAsync(tenant, by, id, context.RequestAborted) is not { } group)
        {
            var what = by == TraceGrouping.User ? "user" : "session";
            await ApiAnswer.RefuseAsync(
                context, StatusCodes.Status404NotFound, $"{what}_not_found", $"No trace names the {what} '{id}', or all were deleted.");
            return;
        }

        var filter = by == TraceGrouping.User ? new TraceFilter { UserId = id } : new TraceFilter { ConversationId = id };
        var page = await store.ListTracesAsync(tenant, filter, after: null, TracesOfGroup, context.RequestAborted);
        var next = page.Next is { } cursor ? TraceCursorText.Write(cursor) : null;
        await ApiAnswer.WriteAsync(
            context,
            new TraceGroupDetailView(TraceGroupView.Of(group, by), [.. page.Items.Select(TraceSummaryView.Of)], next),
            ApiJson.Readable.TraceGroupDetailView);
    }

    private static string WriteCursor(TraceGroupCursor cursor) =>
        string.Create(CultureInfo.InvariantCulture, $"{cursor.LastStartUnixNano:x16}{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(cursor.Id))}");

    private static TraceGroupCursor? TryReadCursor(string text)
    {
        const int idAt = 16;
        if (text.Length <= idAt || text.Length % 2 != 0 || !text.All(char.IsAsciiHexDigit))
        {
            return null;
        }

        var start = long.Parse(text.AsSpan(0, idAt), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return new TraceGroupCursor(start, Encoding.UTF8.GetString(Convert.FromHexString(text.AsSpan(idAt))));
    }
}
