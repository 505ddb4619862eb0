using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Whether retention leaves a trace alone.</summary>
internal sealed record PinView(string TraceId, bool Pinned);

/// <summary>Pins and unpins a trace; asking twice is asking once. The door lets only keys with the admin scope change anything.</summary>
internal sealed class PinEndpoints(ITracePins pins)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/api/v1/traces/{traceId}/pin", context => ChangeAsync(context, isPinned: true));
        routes.MapDelete("/api/v1/traces/{traceId}/pin", context => ChangeAsync(context, isPinned: false));
    }

    private async Task ChangeAsync(HttpContext context, bool isPinned)
    {
        if (await RouteTraceId.ReadAsync(context) is not { } traceId)
        {
            return;
        }

        await AnswerAsync(context, traceId, isPinned, await ChangeAsync(RequestTenant.Of(context), traceId, isPinned, context.RequestAborted));
    }

    private Task<PinResult> ChangeAsync(TenantId tenant, TraceId traceId, bool isPinned, CancellationToken cancellationToken) =>
        isPinned ? pins.PinAsync(tenant, traceId, cancellationToken) : pins.UnpinAsync(tenant, traceId, cancellationToken);

    private static Task AnswerAsync(HttpContext context, TraceId traceId, bool isPinned, PinResult result) => result switch
    {
        PinResult.Done => ApiAnswer.WriteAsync(context, new PinView(traceId.ToString(), isPinned), ApiJson.Readable.PinView),
        PinResult.NoSuchTrace => RouteTraceId.RefuseUnknownAsync(context, traceId),
        _ => ApiAnswer.RefuseAsync(
            context, StatusCodes.Status409Conflict, "too_many_pins", "As many traces are pinned as may be. Unpin one, or let all stay longer (Storage:Retention:MaxAge)."),
    };
}
