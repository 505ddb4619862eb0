using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Logs;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Query;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/search?q=</c>: the traces that a query with words finds, each with the places where the words stand.</summary>
internal sealed class TextSearchEndpoint(ITraceStore store, AttributeKeyTable keys, TimeProvider clock)
{
    private const int DefaultLimit = 20;

    // Enough to see what the words are about; the trace's page has the rest.
    private const int HitsOfTrace = 3;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/search", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var began = clock.GetTimestamp();
        var query = TraceListQuery.Read(context.Request.Query, clock.GetUtcNow(), out var problem);
        var snippets = query?.Filter.Query is { } question ? new QuerySnippets(question) : null;
        if (query is null || snippets is not { HasWords: true })
        {
            await ApiAnswer.RefuseAsync(
                context, StatusCodes.Status400BadRequest, problem ?? new ErrorBody("bad_query", "q has no words to look for: refund, or \"where is my refund\"."));
            return;
        }

        var limit = context.Request.Query.ContainsKey("limit") ? query.Limit : DefaultLimit;
        var tenant = RequestTenant.Of(context);
        var page = await store.ListTracesAsync(tenant, query.Filter, query.After, limit, context.RequestAborted);
        List<TextSearchItemView> items = [];
        var isOver = false;
        foreach (var trace in page.Items)
        {
            // When the time is over, what was found is named without its places.
            isOver = isOver || clock.GetElapsedTime(began) >= query.Filter.Budget;
            items.Add(new TextSearchItemView(TraceSummaryView.Of(trace), isOver ? [] : await HitsAsync(tenant, trace.TraceId, snippets, context.RequestAborted)));
        }

        var next = page.Next is { } cursor ? TraceCursorText.Write(cursor) : null;
        await ApiAnswer.WriteAsync(
            context, new TextSearchPageView(items, next, SearchView.Of(page, query.Filter.Query, store, tenant)!), ApiJson.Readable.TextSearchPageView);
    }

    private async Task<List<TextHitView>> HitsAsync(TenantId tenant, TraceId traceId, QuerySnippets snippets, CancellationToken cancellation)
    {
        List<TextHitView> hits = [];
        var batch = new TelemetryBatch(keys);
        List<ByteRange> texts = [];
        await foreach (var stored in store.ReadSpansAsync(tenant, traceId, cancellation))
        {
            OtlpTraceDecoder.DecodeStored(batch, stored.Message, stored.ResourceEnvelope, stored.ScopeEnvelope, OtlpLimits.Default);
            texts.Clear();
            RecordTexts.OfSpan(batch, spanIndex: 0, texts);
            if (FirstOf(batch, texts, snippets) is { } found)
            {
                hits.Add(TextHitView.Of(stored.Record, found));
                if (hits.Count == HitsOfTrace)
                {
                    return hits;
                }
            }
        }

        await foreach (var stored in store.ReadLogsAsync(tenant, traceId, cancellation))
        {
            OtlpLogDecoder.DecodeStored(batch, stored.Message, stored.ResourceEnvelope, stored.ScopeEnvelope, OtlpLimits.Default);
            texts.Clear();
            RecordTexts.OfLog(batch, logIndex: 0, texts);
            if (FirstOf(batch, texts, snippets) is { } found)
            {
                hits.Add(TextHitView.Of(stored, found));
                if (hits.Count == HitsOfTrace)
                {
                    break;
                }
            }
        }

        return hits;
    }

    private static TextSnippet? FirstOf(TelemetryBatch batch, List<ByteRange> texts, QuerySnippets snippets)
    {
        foreach (var text in texts)
        {
            if (snippets.Find(batch.Bytes(text)) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}

/// <summary>A page of traces that say something.</summary>
/// <param name="Items">The traces, the newest first.</param>
/// <param name="Next">Where the next page begins.</param>
/// <param name="Search">What it took to find them.</param>
internal sealed record TextSearchPageView(IReadOnlyList<TextSearchItemView> Items, string? Next, SearchView Search);

/// <summary>A trace that says something.</summary>
/// <param name="Trace">Its line.</param>
/// <param name="Hits">The first places where it does; none when the time was over.</param>
internal sealed record TextSearchItemView(TraceSummaryView Trace, IReadOnlyList<TextHitView> Hits);

/// <summary>A place where words stand.</summary>
/// <param name="SpanId">The span; <see langword="null"/> for a log record of the trace that names none.</param>
/// <param name="Name">Name of the span; <see langword="null"/> when a log record says it.</param>
/// <param name="Kind">What the span is, or <c>log</c>.</param>
/// <param name="Before">What stands before the words.</param>
/// <param name="Match">The words.</param>
/// <param name="After">What stands after them.</param>
internal sealed record TextHitView(string? SpanId, string? Name, string Kind, string Before, string Match, string After)
{
    public static TextHitView Of(SpanRecord span, TextSnippet found) =>
        new(span.SpanId.ToString(), span.Name, span.Kind.Name, found.Before, found.Match, found.After);

    public static TextHitView Of(StoredLog log, TextSnippet found) =>
        new(log.SpanId.IsNone ? null : log.SpanId.ToString(), Name: null, "log", found.Before, found.Match, found.After);
}
