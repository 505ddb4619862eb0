using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Query;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/search?q=</c>: the traces that a query with words finds, each with the places where the words stand.</summary>
internal sealed class TextSearchEndpoint(ITraceStore store, TextHits hits, TimeProvider clock)
{
    private const int DefaultLimit = 20;

    // Enough to see what the words are about; the trace's page has the rest.
    private const int HitsOfTrace = 3;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/search", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var began = clock.GetTimestamp();
        var query = TraceListQuery.Read(context.Request.Query, clock.GetUtcNow(), out var problem);
        var snippets = query?.Filter.Query is { } question ? new QuerySnippets(question) : null;
        if (query is null || snippets is not { HasWords: true })
        {
            await ApiAnswer.RefuseAsync(
                context, StatusCodes.Status400BadRequest, problem ?? new ErrorBody("bad_query", "q has no words to look for: refund, or \"where is my refund\"."));
            return;
        }

        var limit = context.Request.Query.ContainsKey("limit") ? query.Limit : DefaultLimit;
        var tenant = RequestTenant.Of(context);
        var page = await store.ListTracesAsync(tenant, query.Filter, query.After, limit, context.RequestAborted);
        List<TextSearchItemView> items = [];
        var isOver = false;
        foreach (var trace in page.Items)
        {
            // When the time is over, what was found is named without its places.
            isOver = isOver || clock.GetElapsedTime(began) >= query.Filter.Budget;
            items.Add(new TextSearchItemView(TraceSummaryView.Of(trace), isOver ? [] : (await hits.FindAsync(tenant, trace.TraceId, snippets, HitsOfTrace, lines: null, context.RequestAborted))?.Items ?? []));
        }

        var next = page.Next is { } cursor ? TraceCursorText.Write(cursor) : null;
        await ApiAnswer.WriteAsync(
            context, new TextSearchPageView(items, next, SearchView.Of(page, query.Filter.Query, store, tenant)!), ApiJson.Readable.TextSearchPageView);
    }
}

/// <summary>A page of traces that say something.</summary>
/// <param name="Items">The traces, the newest first.</param>
/// <param name="Next">Where the next page begins.</param>
/// <param name="Search">What it took to find them.</param>
internal sealed record TextSearchPageView(IReadOnlyList<TextSearchItemView> Items, string? Next, SearchView Search);

/// <summary>A trace that says something.</summary>
/// <param name="Trace">Its line.</param>
/// <param name="Hits">The first places where it does; none when the time was over.</param>
internal sealed record TextSearchItemView(TraceSummaryView Trace, IReadOnlyList<TextHitView> Hits);
