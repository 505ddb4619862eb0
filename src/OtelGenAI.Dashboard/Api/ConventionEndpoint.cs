using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Telemetry.ConventionCheck;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/findings/conventions</c>: what is wrong by the conventions with the stored spans of a range of time, by service.</summary>
/// <remarks>An answer covers some thousand spans and says where to go on; <c>otelgenai check --url</c> goes to the end.</remarks>
internal sealed class ConventionEndpoint(SpanScan scan, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/findings/conventions", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var content = context.Request.Query["content"].ToString();
        if (TraceListQuery.Read(context.Request.Query, clock.GetUtcNow(), out var problem) is not { } query || content is not ("" or "allowed" or "forbidden"))
        {
            await ApiAnswer.RefuseAsync(
                context, StatusCodes.Status400BadRequest, problem ?? new ErrorBody("bad_query", $"content '{content}' is neither allowed (the default) nor forbidden."));
            return;
        }

        var checker = new ConventionChecker(isContentForbidden: content == "forbidden");
        var counts = new FindingCounts();
        var next = await scan.RunAsync(RequestTenant.Of(context), query, batch => checker.Check(batch, counts), context.RequestAborted);
        await ApiAnswer.WriteAsync(context, ConventionReport.ViewOf(counts, next), ApiJson.Readable.ConventionPageView);
    }
}
