using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Dashboard.OpenApi;
using OtelGenAI.Pricing;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/traces/{traceId}/cost</c>: why the totals of a trace are what they are: every call with its arithmetic, and every span that was left out.</summary>
internal sealed class TraceCostEndpoint(ITraceStore store, ITenantPrices prices)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/traces/{traceId}/cost", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        if (await RouteTraceId.ReadAsync(context) is not { } traceId)
        {
            return;
        }

        var tenant = RequestTenant.Of(context);
        if (await store.GetTraceAsync(tenant, traceId, context.RequestAborted) is not { } trace)
        {
            await RouteTraceId.RefuseUnknownAsync(context, traceId);
            return;
        }

        var book = prices.Of(tenant);
        var tree = TraceTree.Build(trace.Spans);
        var cost = TraceCost.Of(tree, book);
        await ApiAnswer.WriteAsync(
            context,
            new TraceCostView(
                (double?)cost.Usd,
                cost.UnpricedCalls,
                (double?)trace.Summary.Cost?.Usd,
                trace.Summary.PriceTable,
                book.Version,
                TokensView.Of(TraceTokens.Of(tree)),
                [.. tree.Nodes.Where(TraceCost.IsCounted).Select(node => CallOf(node, book))],
                [.. tree.Nodes.Where(node => !TraceCost.IsCounted(node) && !node.Span.Tokens.IsEmpty).Select(IgnoredOf)]),
            ApiJson.Readable.TraceCostView);
    }

    private static CountedCallView CallOf(TraceTreeNode node, PriceBook book)
    {
        var span = node.Span;
        var explained = CostExplanation.Explain(PricedCall.Of(span), node, book);
        return new CountedCallView(
            span.SpanId.ToString(), span.Name, span.Provider, span.ResponseModel ?? span.RequestModel, TokensView.Of(span.Tokens),
            (double?)TraceCost.OfCall(node, book)?.Usd, [.. explained.Select(line => new ExplanationView(line.Field, line.Value, line.Because))]);
    }

    private static IgnoredSpanView IgnoredOf(TraceTreeNode node) => new(
        node.Span.SpanId.ToString(), node.Span.Name, node.Span.Kind.Name, TokensView.Of(node.Span.Tokens), SpanExplanation.WhyCounted(node.Span.Kind, node.Flags));
}

/// <summary>The totals of a trace and where they come from.</summary>
/// <param name="CostUsd">Its cost by the prices in force; <see langword="null"/> when no call has a price.</param>
/// <param name="UnpricedCalls">Calls that are missing from it.</param>
/// <param name="StoredCostUsd">Its cost as lists show it: by the prices when its calls arrived, or of the last repricing.</param>
/// <param name="StoredPriceTable">Version of the prices then.</param>
/// <param name="PriceTable">Version of the prices in force.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Calls">The calls that were added up.</param>
/// <param name="Ignored">The spans that report tokens and were not added up.</param>
internal sealed record TraceCostView(
    double? CostUsd, int UnpricedCalls, double? StoredCostUsd, string? StoredPriceTable, string PriceTable, TokensView? Tokens,
    IReadOnlyList<CountedCallView> Calls, IReadOnlyList<IgnoredSpanView> Ignored);

/// <summary>A call that is in the totals, with its arithmetic, price row, tier and what its client reported.</summary>
internal sealed record CountedCallView(
    string SpanId, string Name, string? Provider, string? Model, TokensView? Tokens, double? CostUsd, IReadOnlyList<ExplanationView> Explain);

/// <summary>A span that is not in the totals, and why.</summary>
internal sealed record IgnoredSpanView(string SpanId, string Name, [property: KindName] string Kind, TokensView? Tokens, string Because);
