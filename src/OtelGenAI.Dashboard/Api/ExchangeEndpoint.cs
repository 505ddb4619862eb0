using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/exchanges?traces=</c>: what was asked and answered in traces of a list, so that one run is told from another.</summary>
internal sealed class ExchangeEndpoint(TraceExchanges exchanges, TimeProvider clock)
{
    // Two pages of the list.
    private const int MaxTraces = 100;

    // A list is read while it fills: what takes longer is left out, and asked for again when it is looked at.
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(1);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/exchanges", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var text = new QueryText(context.Request.Query);
        var traces = ReadTraces(text);
        if (text.Problem is { } problem)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        var began = clock.GetTimestamp();
        var items = new List<TraceExchangeView>(traces.Count);
        foreach (var traceId in traces)
        {
            if (items.Count > 0 && clock.GetElapsedTime(began) >= LongEnough)
            {
                break;
            }

            if (await exchanges.FindAsync(RequestTenant.Of(context), traceId, context.RequestAborted) is { } exchange)
            {
                items.Add(exchange);
            }
        }

        await ApiAnswer.WriteAsync(context, new ExchangePageView(items), ApiJson.Readable.ExchangePageView);
    }

    private static List<TraceId> ReadTraces(QueryText text)
    {
        List<TraceId> traces = [];
        foreach (var part in (text.Text("traces") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (TraceId.TryParse(part, out var traceId))
            {
                traces.Add(traceId);
            }
            else
            {
                text.Refuse($"traces has '{part}', which is not a trace id: 32 hexadecimal digits.");
            }
        }

        if (traces.Count is 0 or > MaxTraces)
        {
            text.Refuse($"traces names {traces.Count} traces; 1 to {MaxTraces} are answered at once.");
        }

        return traces;
    }
}

/// <summary>What was asked and answered in traces.</summary>
/// <param name="Items">In the order that was asked for, without traces that are not there, and those for which there was no time.</param>
internal sealed record ExchangePageView(IReadOnlyList<TraceExchangeView> Items);
