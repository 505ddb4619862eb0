using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>GET /api/v1/logs</c>: log records that belong to no trace, newest first.</summary>
internal sealed class LogEndpoints(ITraceStore store, AttributeKeyTable keys)
{
    // Text and service are looked for in the records themselves, so a rare one could take for ever: this many, then the caller asks on.
    private const int MaxRecordsRead = 20_000;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/logs", ListAsync);

    private async Task ListAsync(HttpContext context)
    {
        if (LogListQuery.Read(context.Request.Query, out var problem) is not { } query)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem!);
            return;
        }

        var items = new List<LogLineView>();
        var cursor = query.After;
        var read = 0;
        do
        {
            // Never more than is still wanted: a page of the store then ends where ours does.
            var page = await store.ListLogsAsync(RequestTenant.Of(context), query.Filter, cursor, query.Limit - items.Count, context.RequestAborted);
            items.AddRange(LogReading.Lines(page.Items, keys).Where(query.Wants));
            read += page.Items.Count;
            cursor = page.Next;
        }
        while (cursor is not null && items.Count < query.Limit && read < MaxRecordsRead);

        var next = cursor is { } end ? LogCursorText.Write(end) : null;
        await ApiAnswer.WriteAsync(context, new LogPageView(items, next), ApiJson.Readable.LogPageView);
    }
}
