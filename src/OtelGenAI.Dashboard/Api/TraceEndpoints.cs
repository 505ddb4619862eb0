using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/traces</c>: the list, one trace, one span, and everything as OTLP.</summary>
internal sealed class TraceEndpoints(ITraceStore store, SpanDetails details)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/traces", ListAsync);
        routes.MapGet("/api/v1/traces/{traceId}", GetTraceAsync);
        routes.MapGet("/api/v1/traces/{traceId}/spans/{spanId}", GetSpanAsync);
        routes.MapGet("/api/v1/traces/{traceId}/otlp", GetOtlpAsync);
        routes.MapFallback("/api/{**path}", context => ApiAnswer.RefuseAsync(
            context, StatusCodes.Status404NotFound, "not_found", $"There is no API call {context.Request.Path}."));
    }

    private async Task ListAsync(HttpContext context)
    {
        if (TraceListQuery.Read(context.Request.Query, out var problem) is not { } query)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, "bad_query", problem!);
            return;
        }

        var page = await store.ListTracesAsync(RequestTenant.Of(context), query.Filter, query.After, query.Limit, context.RequestAborted);
        var next = page.Next is { } cursor ? TraceCursorText.Write(cursor) : null;
        await ApiAnswer.WriteAsync(context, new TracePageView([.. page.Items.Select(TraceSummaryView.Of)], next), ApiJson.Readable.TracePageView);
    }

    private async Task GetTraceAsync(HttpContext context)
    {
        if (await ReadTraceIdAsync(context) is not { } traceId)
        {
            return;
        }

        if (await store.GetTraceAsync(RequestTenant.Of(context), traceId, context.RequestAborted) is not { } trace)
        {
            await RefuseUnknownTraceAsync(context, traceId);
            return;
        }

        var tree = TraceTree.Build(trace.Spans);
        await ApiAnswer.WriteAsync(
            context, new TraceView(TraceSummaryView.Of(trace.Summary), [.. tree.Nodes.Select(SpanNodeView.Of)]), ApiJson.Readable.TraceView);
    }

    private async Task GetSpanAsync(HttpContext context)
    {
        if (await ReadTraceIdAsync(context) is not { } traceId)
        {
            return;
        }

        var text = (string?)context.Request.RouteValues["spanId"];
        if (!SpanId.TryParse(text, out var spanId))
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, "bad_span_id", $"'{text}' is not a span id: 16 hexadecimal digits.");
            return;
        }

        var span = await store.GetSpanAsync(RequestTenant.Of(context), traceId, spanId, context.RequestAborted);
        var trace = span is null ? null : await store.GetTraceAsync(RequestTenant.Of(context), traceId, context.RequestAborted);
        if (span is null || trace is null)
        {
            await ApiAnswer.RefuseAsync(
                context, StatusCodes.Status404NotFound, "span_not_found", $"Span {spanId} of trace {traceId} has not arrived, or was deleted.");
            return;
        }

        var place = TraceTree.Build(trace.Spans).Nodes.First(node => node.Span.SpanId == spanId);
        await ApiAnswer.WriteAsync(context, details.Open(span, place), ApiJson.Readable.SpanDetailView);
    }

    private async Task GetOtlpAsync(HttpContext context)
    {
        if (await ReadTraceIdAsync(context) is not { } traceId)
        {
            return;
        }

        await using var spans = store.ReadSpansAsync(RequestTenant.Of(context), traceId, context.RequestAborted).GetAsyncEnumerator();
        if (!await spans.MoveNextAsync())
        {
            await RefuseUnknownTraceAsync(context, traceId);
            return;
        }

        await OtlpAnswer.WriteAsync(context, spans);
    }

    private static async Task<TraceId?> ReadTraceIdAsync(HttpContext context)
    {
        var text = (string?)context.Request.RouteValues["traceId"];
        if (TraceId.TryParse(text, out var traceId))
        {
            return traceId;
        }

        await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, "bad_trace_id", $"'{text}' is not a trace id: 32 hexadecimal digits.");
        return null;
    }

    private static Task RefuseUnknownTraceAsync(HttpContext context, TraceId traceId) => ApiAnswer.RefuseAsync(
        context, StatusCodes.Status404NotFound, "trace_not_found", $"Trace {traceId} has not arrived, or was deleted.");
}
