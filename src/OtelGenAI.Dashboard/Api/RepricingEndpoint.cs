using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>PUT /api/v1/reprice</c>: prices stored calls anew by the prices in force. The door lets only keys with the admin scope do it.</summary>
/// <remarks>PUT, because asking again changes nothing more. It answers when it is done; who leaves earlier stops it between two traces.</remarks>
internal sealed class RepricingEndpoint(ITraceRepricing store, ITenantPrices prices)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/v1/reprice", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        string? problem = null;
        var query = context.Request.Query;
        var from = TraceListQuery.Time(query, "from", ref problem);
        var before = TraceListQuery.Time(query, "to", ref problem);
        var dryRun = query["dryRun"].ToString();
        if (problem is not null || dryRun is not ("" or "true" or "false"))
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, "bad_query", problem ?? $"dryRun '{dryRun}' is neither true nor false.");
            return;
        }

        var tenant = RequestTenant.Of(context);
        var result = await store.RepriceAsync(tenant, new RepricingRange(from, before, dryRun == "true"), progress: null, context.RequestAborted);
        await ApiAnswer.WriteAsync(context, RepricingView.Of(result, prices.Of(tenant).Version), ApiJson.Readable.RepricingView);
    }
}
