using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Dashboard.Api;

/// <summary>
/// <c>/api/v1/export/traces?format=jsonl|csv|otlp</c>: every trace of a search as a file, with the parameters of the list. It is written while it is
/// read, so that a hundred thousand lines need no memory.
/// </summary>
internal sealed class TraceExport(ITraceStore store, TimeProvider clock)
{
    private const int TracesAPage = 1_000;
    private const int DefaultLimit = 10_000;
    private const int MaxLimit = 1_000_000;

    private static readonly Dictionary<string, (string ContentType, string FileName)> Formats = new(StringComparer.Ordinal)
    {
        ["jsonl"] = ("application/jsonl; charset=utf-8", "traces.jsonl"),
        ["csv"] = ("text/csv; charset=utf-8", "traces.csv"),
        ["otlp"] = ("application/jsonl; charset=utf-8", "traces.otlp.jsonl"),
    };

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/export/traces", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var format = query["format"].ToString();
        if (!Formats.TryGetValue(format, out var kind))
        {
            await ApiAnswer.RefuseAsync(
                context, StatusCodes.Status400BadRequest, "bad_format", $"format '{format}' is not known: jsonl (a trace's line of the list as JSON), csv, or otlp (everything).");
            return;
        }

        var limit = DefaultLimit;
        if (query["limit"].ToString() is { Length: > 0 } text &&
            (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, "bad_query", $"limit '{text}' is not a number from 1 to {MaxLimit}.");
            return;
        }

        if (TraceListQuery.Read(new QueryCollection(query.Where(entry => entry.Key != "limit").ToDictionary()), clock.GetUtcNow(), out var problem) is not { } list)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem!);
            return;
        }

        context.Response.ContentType = kind.ContentType;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{kind.FileName}\"";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (format == "csv")
        {
            await WriteAsync(context, TraceCsv.Header);
        }

        var (tenant, after, written) = (RequestTenant.Of(context), list.After, 0);
        do
        {
            var page = await store.ListTracesAsync(tenant, list.Filter, after, Math.Min(TracesAPage, limit - written), context.RequestAborted);
            foreach (var summary in page.Items)
            {
                written++;
                switch (format)
                {
                    case "csv":
                        await WriteAsync(context, TraceCsv.Line(TraceSummaryView.Of(summary)));
                        break;
                    case "jsonl":
                        await WriteAsync(context, JsonSerializer.Serialize(TraceSummaryView.Of(summary), ApiJson.Readable.TraceSummaryView) + "\n");
                        break;
                    default:
                        await WriteOtlpAsync(context, tenant, summary.TraceId);
                        break;
                }
            }

            after = page.Next;
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        while (after is not null && written < limit);
    }

    private async Task WriteOtlpAsync(HttpContext context, TenantId tenant, TraceId traceId)
    {
        await using var spans = store.ReadSpansAsync(tenant, traceId, context.RequestAborted).GetAsyncEnumerator();
        await using var logs = store.ReadLogsAsync(tenant, traceId, context.RequestAborted).GetAsyncEnumerator();
        var (hasSpans, hasLogs) = (await spans.MoveNextAsync(), await logs.MoveNextAsync());
        if (hasSpans || hasLogs)
        {
            await OtlpAnswer.WriteDocumentAsync(context, hasSpans ? spans : null, hasLogs ? logs : null);
            await WriteAsync(context, "\n");
        }
    }

    private static async Task WriteAsync(HttpContext context, string text)
    {
        var body = context.Response.BodyWriter;
        Encoding.UTF8.GetBytes(text, body);
        if (body.UnflushedBytes > 64 * 1024)
        {
            await body.FlushAsync(context.RequestAborted);
        }
    }
}
