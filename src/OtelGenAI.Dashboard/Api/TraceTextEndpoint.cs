using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage.Query;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/traces/{id}/text?q=</c>: where words stand in one trace, names and numbers of attributes among them, while they are typed: the last one may go on.</summary>
internal sealed class TraceTextEndpoint(TextHits hits)
{
    private const int DefaultLimit = 200;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/traces/{traceId}/text", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        if (await RouteTraceId.ReadAsync(context) is not { } traceId)
        {
            return;
        }

        var text = new QueryText(context.Request.Query);
        var (words, limit) = (text.Text("q"), text.Limit(DefaultLimit));
        var snippets = words is null ? null : QuerySnippets.OfTyped(words);
        if (snippets is null)
        {
            text.Refuse("q has no words to look for.");
        }

        if (text.Problem is { } problem)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        if (await hits.FindAsync(RequestTenant.Of(context), traceId, snippets!, limit, new AttributeLines(snippets!), context.RequestAborted) is { } found)
        {
            await ApiAnswer.WriteAsync(context, found, ApiJson.Readable.TextHitPageView);
        }
        else
        {
            await RouteTraceId.RefuseUnknownAsync(context, traceId);
        }
    }
}
