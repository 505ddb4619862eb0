using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/unpriced</c>: models that calls were made to and that have no price, the most used first.</summary>
internal sealed class UnpricedEndpoint(ITraceStore store, TracePricing pricing)
{
    private const int ScannedTraces = 200;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/unpriced", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var tenant = RequestTenant.Of(context);
        var page = await store.ListTracesAsync(tenant, new TraceFilter(), after: null, ScannedTraces, context.RequestAborted);
        var models = new Dictionary<(string? Provider, string? Model), UnpricedView>();
        foreach (var summary in page.Items)
        {
            var tree = await pricing.TreeForListAsync(tenant, summary, context.RequestAborted);
            foreach (var node in tree?.Nodes ?? [])
            {
                var span = node.Span;
                if (TraceCost.IsUnpriced(node, pricing.Prices))
                {
                    var model = span.ResponseModel ?? span.RequestModel;
                    var known = models.GetValueOrDefault((span.Provider, model)) ?? new UnpricedView(span.Provider, model, 0, 0, 0);
                    models[(span.Provider, model)] = known with
                    {
                        Calls = known.Calls + 1,
                        InputTokens = known.InputTokens + (span.Tokens.Input ?? 0),
                        OutputTokens = known.OutputTokens + (span.Tokens.Output ?? 0),
                    };
                }
            }
        }

        UnpricedView[] items = [.. models.Values.OrderByDescending(item => item.Calls).ThenBy(item => item.Model, StringComparer.Ordinal)];
        await ApiAnswer.WriteAsync(context, new UnpricedPageView(items, page.Items.Count, pricing.Prices.Version), ApiJson.Readable.UnpricedPageView);
    }
}

/// <summary>A model without a price.</summary>
internal sealed record UnpricedView(string? Provider, string? Model, int Calls, long InputTokens, long OutputTokens);

/// <summary>Models without a price among the newest traces.</summary>
/// <param name="Items">The models.</param>
/// <param name="ScannedTraces">How many of the newest traces were looked at.</param>
/// <param name="PriceTable">Version of the price table.</param>
internal sealed record UnpricedPageView(IReadOnlyList<UnpricedView> Items, int ScannedTraces, string PriceTable);
