using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/traces</c>: the list, one trace, one span, and everything as OTLP.</summary>
internal sealed class TraceEndpoints(
    ITraceStore store, SpanDetails details, TraceOpening opening, KnownTrees trees, KnownFindings findings, AttributeKeyTable keys, TimeProvider clock)
{
    // A span with more is a log file; the first ones hold the conversation, and /otlp holds all.
    private const int MaxLogs = 1_000;
    private const int MaxLogsOfTrace = 100;

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
        if (TraceListQuery.Read(context.Request.Query, clock.GetUtcNow(), out var problem) is not { } query)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem!);
            return;
        }

        var page = await store.ListTracesAsync(RequestTenant.Of(context), query.Filter, query.After, query.Limit, context.RequestAborted);
        var next = page.Next is { } cursor ? TraceCursorText.Write(cursor) : null;
        var tenant = RequestTenant.Of(context);
        var scores = await store.GetScoresAsync(tenant, [.. page.Items.Select(trace => trace.TraceId)], context.RequestAborted);
        TraceSummaryView[] items =
        [
            .. page.Items.Select(trace => TraceSummaryView.Of(trace) with
            {
                Findings = findings.CountsOf(tenant, trace),
                Scores = TraceScoreView.Of(scores.GetValueOrDefault(trace.TraceId)),
            }),
        ];
        await ApiAnswer.WriteAsync(context, new TracePageView(items, next) { Search = SearchView.Of(page, query.Filter.Query, store, tenant) }, ApiJson.Readable.TracePageView);
    }

    private async Task GetTraceAsync(HttpContext context)
    {
        if (await RouteTraceId.ReadAsync(context) is not { } traceId)
        {
            return;
        }

        if (await trees.FindAsync(RequestTenant.Of(context), traceId, context.RequestAborted) is not { } trace)
        {
            await RouteTraceId.RefuseUnknownAsync(context, traceId);
            return;
        }

        var logs = new LogReading(keys);
        logs.Add(await store.GetLogsAsync(RequestTenant.Of(context), traceId, spanId: default, MaxLogsOfTrace, context.RequestAborted));
        var cost = TraceCost.Of(trace.Tree, trace.Prices);
        var line = await opening.WithLabelsAsync(RequestTenant.Of(context), trace.Summary, context.RequestAborted);
        var counts = await findings.CountsAsync(RequestTenant.Of(context), trace.Summary, context.RequestAborted);
        var scores = await store.GetScoresAsync(RequestTenant.Of(context), [traceId], context.RequestAborted);
        var summary = TraceSummaryView.Of(line) with { Findings = counts, Scores = TraceScoreView.Of(scores.GetValueOrDefault(traceId)), CostUsd = (double?)cost.Usd, UnpricedCalls = cost.UnpricedCalls, PriceTable = trace.Prices.Version };
        await ApiAnswer.WriteAsync(context, new TraceView(summary, new SpanNodeList(trace), logs.Views, counts), ApiJson.Readable.TraceView);
    }

    private async Task GetSpanAsync(HttpContext context)
    {
        if (await RouteTraceId.ReadAsync(context) is not { } traceId)
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
        var trace = span is null ? null : await trees.FindAsync(RequestTenant.Of(context), traceId, context.RequestAborted);
        if (span is null || trace is null)
        {
            await ApiAnswer.RefuseAsync(
                context, StatusCodes.Status404NotFound, "span_not_found", $"Span {spanId} of trace {traceId} has not arrived, or was deleted.");
            return;
        }

        var at = trace.Tree.IndexOf(spanId);
        var logs = await store.GetLogsAsync(RequestTenant.Of(context), traceId, spanId, MaxLogs, context.RequestAborted);
        var logsOfTrace = span.Record.ResponseId is null
            ? []
            : await store.GetLogsAsync(RequestTenant.Of(context), traceId, spanId: default, MaxLogs, context.RequestAborted);
        var view = details.Open(
            span, trace.Tree.Nodes[at], trace.RollUps[at], logs, [.. logsOfTrace, .. await LogsOfResponseAsync(context, span.Record)], trace.Prices);
        await ApiAnswer.WriteAsync(context, view, ApiJson.Readable.SpanDetailView);
    }

    // An evaluator may know the response and nothing else.
    private async Task<IReadOnlyList<StoredLog>> LogsOfResponseAsync(HttpContext context, SpanRecord span) => span.ResponseId is { } responseId
        ? await store.GetEvaluationsOfResponseAsync(RequestTenant.Of(context), responseId, MaxLogs, context.RequestAborted)
        : [];

    private async Task GetOtlpAsync(HttpContext context)
    {
        if (await RouteTraceId.ReadAsync(context) is not { } traceId)
        {
            return;
        }

        var signal = context.Request.Query["signal"].ToString();
        if (signal is not ("" or OtlpAnswer.Traces or OtlpAnswer.Logs))
        {
            await ApiAnswer.RefuseAsync(
                context, StatusCodes.Status400BadRequest, "bad_signal", $"'{signal}' is no signal of a trace: {OtlpAnswer.Traces}, {OtlpAnswer.Logs}, or nothing for both.");
            return;
        }

        var tenant = RequestTenant.Of(context);
        await using var spans = store.ReadSpansAsync(tenant, traceId, context.RequestAborted).GetAsyncEnumerator();
        await using var logs = store.ReadLogsAsync(tenant, traceId, context.RequestAborted).GetAsyncEnumerator();
        var hasSpans = signal != OtlpAnswer.Logs && await spans.MoveNextAsync();
        var hasLogs = signal != OtlpAnswer.Traces && await logs.MoveNextAsync();
        if (hasSpans || hasLogs)
        {
            await OtlpAnswer.WriteAsync(context, hasSpans ? spans : null, hasLogs ? logs : null);
        }
        else
        {
            await RouteTraceId.RefuseUnknownAsync(context, traceId);
        }
    }
}
