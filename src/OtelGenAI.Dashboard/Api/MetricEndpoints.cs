using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Metrics;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Metrics;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/metrics</c>: the list, one metric as a chart and as OTLP, and the exemplars of a trace.</summary>
internal sealed class MetricEndpoints(IMetricStore store, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/metrics", ListAsync);
        routes.MapGet("/api/v1/metrics/{name}", ChartAsync);
        routes.MapGet("/api/v1/metrics/{name}/otlp", OtlpAsync);
        routes.MapGet("/api/v1/traces/{traceId}/exemplars", ExemplarsAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var metrics = await store.ListMetricsAsync(RequestTenant.Of(context), context.RequestAborted);
        await ApiAnswer.WriteAsync(context, new MetricListView([.. metrics.Select(MetricSummaryView.Of)]), MetricJson.Short.MetricListView);
    }

    private async Task ChartAsync(HttpContext context)
    {
        if (await FindAsync(context) is not var (query, name, found))
        {
            return;
        }

        var chosen = MetricNames.Choose(name, found, stored => stored.Series);
        var chart = new MetricChartMaker(name, query, [.. chosen.Select(one => (one.Found.Id, one.Series))]);
        await store.ReadPointsAsync(
            RequestTenant.Of(context), chart.SeriesIds, new MetricRange(query.FromUnixNano, query.ToUnixNano), chart.Add, context.RequestAborted);
        string[] readFrom = [.. chosen.Select(one => one.Found.Series.Name).Distinct().Order(StringComparer.Ordinal)];
        await ApiAnswer.WriteAsync(context, chart.ToView(readFrom), MetricJson.Short.MetricChartView);
    }

    private async Task OtlpAsync(HttpContext context)
    {
        if (await FindAsync(context) is not var (query, name, found))
        {
            return;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        using var writer = new OtlpJsonWriter(context.Response.BodyWriter, OtlpSignal.Metrics);
        foreach (var stored in found.Where(stored => stored.Series.Name == name))
        {
            var range = new MetricRange(query.FromUnixNano, query.ToUnixNano);
            if (await store.ReadRawAsync(RequestTenant.Of(context), stored.Id, range, context.RequestAborted) is { } raw)
            {
                var metric = OtlpMetricPieces.Join(raw.Kind, raw.MetricEnvelope, raw.DataEnvelope, raw.Messages);
                writer.Write(new OtlpRecordParts(metric, raw.ResourceEnvelope, raw.ScopeEnvelope));
                writer.Flush();
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            }
        }

        writer.Complete();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private async Task ExemplarsAsync(HttpContext context)
    {
        var text = (string?)context.Request.RouteValues["traceId"];
        if (!TraceId.TryParse(text, out var traceId))
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, "bad_trace_id", $"'{text}' is not a trace id: 32 hexadecimal digits.");
            return;
        }

        var found = await store.FindExemplarsAsync(RequestTenant.Of(context), traceId, context.RequestAborted);
        await ApiAnswer.WriteAsync(
            context, new TraceExemplarListView([.. found.Select(TraceExemplarView.Of)]), MetricJson.Short.TraceExemplarListView);
    }

    /// <summary>Reads the request and finds its series, or answers what is wrong.</summary>
    private async Task<(MetricChartQuery Query, string Name, IReadOnlyList<StoredSeries> Found)?> FindAsync(HttpContext context)
    {
        if (MetricChartRequest.Read(context.Request.Query, clock.GetUtcNow(), out var problem) is not { } query)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, "bad_query", problem!);
            return null;
        }

        // Routing leaves a slash that is part of a name as it came.
        var name = ((string)context.Request.RouteValues["name"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        string[] names = [name, .. MetricNames.AlternativesOf(name).Select(alternative => alternative.Name)];
        var selection = new MetricSelection(names, new MetricRange(query.FromUnixNano, query.ToUnixNano));
        var found = await store.ListSeriesAsync(RequestTenant.Of(context), selection, context.RequestAborted);
        if (found.Count == 0 && !(await store.ListMetricsAsync(RequestTenant.Of(context), context.RequestAborted)).Any(metric => names.Contains(metric.Name)))
        {
            await ApiAnswer.RefuseAsync(
                context, StatusCodes.Status404NotFound, "metric_not_found", $"No metric '{name}' has arrived; GET /api/v1/metrics lists those that have.");
            return null;
        }

        return (query, name, found);
    }
}
