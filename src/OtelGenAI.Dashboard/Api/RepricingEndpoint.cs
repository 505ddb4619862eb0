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
        var text = new QueryText(context.Request.Query);
        var from = text.Time("from");
        var before = text.Time("to");
        var dryRun = text.Text("dryRun");
        if (dryRun is not (null or "true" or "false"))
        {
            text.Refuse($"dryRun '{dryRun}' is neither true nor false.");
        }

        if (text.Problem is { } problem)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        var tenant = RequestTenant.Of(context);
        var result = await store.RepriceAsync(tenant, new RepricingRange(from, before, dryRun == "true"), progress: null, context.RequestAborted);
        await ApiAnswer.WriteAsync(context, RepricingView.Of(result, prices.Of(tenant).Version), ApiJson.Readable.RepricingView);
    }
}
