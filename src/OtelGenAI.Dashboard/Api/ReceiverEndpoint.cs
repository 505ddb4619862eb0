using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/receivers</c>: where telemetry is sent to, for the page that says how.</summary>
internal sealed class ReceiverEndpoint(ReceiverAddresses addresses)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/receivers", AnswerAsync);

    private Task AnswerAsync(HttpContext context) => addresses.For(context.Request.Host.Host) is { } view
        ? ApiAnswer.WriteAsync(context, view, ApiJson.Readable.ReceiverAddressesView)
        : ApiAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, "not_known", "This program has no receivers of its own.");
}
