using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/unpriced</c>: models that calls of a range of time were made to and that have no price, with a row to write one in.</summary>
/// <remarks>Only traces that are stored with unpriced calls are opened; of those an answer opens some thousand and says where to go on.</remarks>
internal sealed class UnpricedEndpoint(ITraceStore store, ITenantPrices prices, TimeProvider clock)
{
    private const int TracesAPage = 1_000;
    private const int MaxOpened = 5_000;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/unpriced", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        if (TraceListQuery.Read(context.Request.Query, clock.GetUtcNow(), out var problem) is not { } query)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem!);
            return;
        }

        var tenant = RequestTenant.Of(context);
        var book = prices.Of(tenant);
        var models = new UnpricedModels(book);
        var (after, seen, opened) = (query.After, 0L, 0);
        for (var isFirst = true; isFirst || (after is not null && opened < MaxOpened); isFirst = false)
        {
            var page = await store.ListTracesAsync(tenant, query.Filter, after, TracesAPage, context.RequestAborted);
            foreach (var summary in page.Items.Where(summary => summary.UnpricedCalls > 0))
            {
                opened++;
                await AddAsync(tenant, summary.TraceId, models, context.RequestAborted);
            }

            (after, seen) = (page.Next, seen + page.Items.Count);
        }

        var next = after is { } cursor ? TraceCursorText.Write(cursor) : null;
        await ApiAnswer.WriteAsync(context, new UnpricedPageView([.. models.Items], seen, book.Version, next), ApiJson.Readable.UnpricedPageView);
    }

    private async Task AddAsync(TenantId tenant, TraceId traceId, UnpricedModels models, CancellationToken cancellation)
    {
        if (await store.GetTraceAsync(tenant, traceId, cancellation) is { } trace)
        {
            foreach (var node in TraceTree.Build(trace.Spans).Nodes)
            {
                models.Add(node);
            }
        }
    }
}

/// <summary>Models without a price in a range of time.</summary>
/// <param name="Items">The models, the most used first.</param>
/// <param name="Traces">Traces of the range that were looked at.</param>
/// <param name="PriceTable">Version of the price table.</param>
/// <param name="Next">Where to go on; <see langword="null"/> when the whole range was looked at.</param>
internal sealed record UnpricedPageView(IReadOnlyList<UnpricedView> Items, long Traces, string PriceTable, string? Next);
