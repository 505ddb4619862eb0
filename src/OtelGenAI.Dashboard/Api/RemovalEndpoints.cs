using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage;

namespace OtelGenAI.Dashboard.Api;

/// <summary>What was deleted.</summary>
internal sealed record DeletionView(long Traces, long Spans, long Logs, long Exemplars, long DataPoints);

/// <summary>Deletes a trace, or all that a user's traces hold. The door lets only keys with the admin scope delete.</summary>
internal sealed class RemovalEndpoints(TelemetryRemoval store)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapDelete("/api/v1/traces/{traceId}", DeleteTraceAsync);
        routes.MapDelete("/api/v1/users/{userId}/data", DeleteUserAsync);
    }

    private async Task DeleteTraceAsync(HttpContext context)
    {
        if (await RouteTraceId.ReadAsync(context) is not { } traceId)
        {
            return;
        }

        var deleted = await store.DeleteTraceAsync(RequestTenant.Of(context), traceId, context.RequestAborted);
        if (deleted == default)
        {
            await RouteTraceId.RefuseUnknownAsync(context, traceId);
            return;
        }

        await AnswerAsync(context, deleted);
    }

    // A user without data is no error: who asks for deletion wants to know that nothing is left.
    private async Task DeleteUserAsync(HttpContext context) => await AnswerAsync(
        context, await store.DeleteUserAsync(RequestTenant.Of(context), (string)context.Request.RouteValues["userId"]!, context.RequestAborted));

    private static Task AnswerAsync(HttpContext context, DeletionResult deleted) => ApiAnswer.WriteAsync(
        context, new DeletionView(deleted.Traces, deleted.Spans, deleted.Logs, deleted.Exemplars, deleted.DataPoints), ApiJson.Readable.DeletionView);
}
