using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Findings;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;
using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/traces/{id}/transcript</c> and <c>/findings</c>: what a whole run says.</summary>
internal sealed class RunEndpoints(ITraceStore store, TraceOpening opening, ITenantPrices prices)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/traces/{traceId}/transcript", GetTranscriptAsync);
        routes.MapGet("/api/v1/traces/{traceId}/findings", GetFindingsAsync);
    }

    private async Task GetTranscriptAsync(HttpContext context)
    {
        if (await OpenAsync(context) is var (traceId, trace))
        {
            await ApiAnswer.WriteAsync(context, TranscriptView.Of(traceId, trace, TranscriptReader.Read(trace)), ApiJson.Readable.TranscriptView);
        }
    }

    private async Task GetFindingsAsync(HttpContext context)
    {
        if (await OpenAsync(context) is var (_, trace))
        {
            await ApiAnswer.WriteAsync(
                context, new FindingPageView([.. FindingRules.Find(trace).Select(FindingView.Of)], trace.IsWhole), ApiJson.Readable.FindingPageView);
        }
    }

    private async Task<(TraceId Id, OpenedTrace Trace)?> OpenAsync(HttpContext context)
    {
        if (await RouteTraceId.ReadAsync(context) is not { } traceId)
        {
            return null;
        }

        if (await store.GetTraceAsync(RequestTenant.Of(context), traceId, context.RequestAborted) is not { } stored)
        {
            await RouteTraceId.RefuseUnknownAsync(context, traceId);
            return null;
        }

        var tree = TraceTree.Build(stored.Spans);
        var (trace, _) = await opening.OpenAsync(RequestTenant.Of(context), traceId, tree, SubtreeRollUps.Of(tree, prices.Of(RequestTenant.Of(context))), context.RequestAborted);
        return (traceId, trace);
    }
}
