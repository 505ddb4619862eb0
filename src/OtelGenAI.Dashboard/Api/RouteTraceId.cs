using Microsoft.AspNetCore.Http;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Dashboard.Api;

/// <summary>The trace that an address names.</summary>
internal static class RouteTraceId
{
    /// <summary>Reads it, or answers that it is none.</summary>
    public static async Task<TraceId?> ReadAsync(HttpContext context)
    {
        var text = (string?)context.Request.RouteValues["traceId"];
        if (TraceId.TryParse(text, out var traceId))
        {
            return traceId;
        }

        await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, "bad_trace_id", $"'{text}' is not a trace id: 32 hexadecimal digits.");
        return null;
    }

    /// <summary>Answers that there is no such trace.</summary>
    public static Task RefuseUnknownAsync(HttpContext context, TraceId traceId) => ApiAnswer.RefuseAsync(
        context, StatusCodes.Status404NotFound, "trace_not_found", $"Trace {traceId} has not arrived, or was deleted.");
}
