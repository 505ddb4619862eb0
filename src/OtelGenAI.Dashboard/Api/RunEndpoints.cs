using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;
using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/traces/{id}/transcript</c> and <c>/findings</c>: what a whole run says.</summary>
internal sealed class RunEndpoints(ITraceStore store, TraceOpening opening, KnownFindings findings, ITenantPrices prices)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/traces/{traceId}/transcript", GetTranscriptAsync);
        routes.MapGet("/api/v1/traces/{traceId}/findings", GetFindingsAsync);
    }

    private async Task GetTranscriptAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } stored)
        {
            var (tenant, traceId) = (RequestTenant.Of(context), stored.Summary.TraceId);
            var tree = TraceTree.Build(stored.Spans);
            var trace = await opening.OpenAsync(tenant, traceId, tree, SubtreeRollUps.Of(tree, prices.Of(tenant)), context.RequestAborted);
            await ApiAnswer.WriteAsync(context, TranscriptView.Of(traceId, trace, TranscriptReader.Read(trace)), ApiJson.Readable.TranscriptView);
        }
    }

    private async Task GetFindingsAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } stored)
        {
            await ApiAnswer.WriteAsync(
                context, await findings.FindAsync(RequestTenant.Of(context), stored, context.RequestAborted), ApiJson.Readable.FindingPageView);
        }
    }

    private async Task<StoredTrace?> FindAsync(HttpContext context)
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

        return stored;
    }
}
