using System.ComponentModel.DataAnnotations;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Query;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Dashboard.Api;

/// <summary>A page of traces.</summary>
/// <param name="Items">The traces.</param>
/// <param name="Next">Where the next page begins.</param>
internal sealed record TracePageView(IReadOnlyList<TraceSummaryView> Items, string? Next)
{
    /// <summary>What it took to find them; only where a query was asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SearchView? Search { get; init; }
}

/// <summary>What it took to answer a query.</summary>
/// <param name="Reads">How much of a trace had to be read: <c>lines</c>, <c>spans</c>, or <c>payloads</c>, which takes longest.</param>
/// <param name="Examined">How many traces were looked at.</param>
/// <param name="RanOutOfTime">Whether the time was over before the page was full; <c>next</c> is where the search goes on.</param>
internal sealed record SearchView([property: AllowedValues("lines", "spans", "payloads")] string Reads, long Examined, bool RanOutOfTime)
{
    /// <summary>How long words have been waiting to be indexed. Only where words are, and are looked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TextLagMs { get; init; }

    /// <summary>Traces that were left out because they wait to be indexed, and reading them takes longer than a search may.</summary>
    public required long Unindexed { get; init; }

    public static SearchView? Of(TracePage page, TraceQuery? query, ITraceStore store, TenantId tenant) =>
        query is null ? null : new SearchView(query.Depth.ToString().ToLowerInvariant(), page.Examined, page.RanOutOfTime)
        {
            Unindexed = page.Unindexed,
            TextLagMs = query.Depth == QueryDepth.Payloads && store is ITextIndex { IsIndexed: true } index ? index.Lag(tenant).TotalMilliseconds : null,
        };
}

/// <summary>A trace, as the API shows it.</summary>
/// <param name="Summary">Its line in the list.</param>
/// <param name="Spans">Its spans in tree order.</param>
/// <param name="Logs">The first of its log records that name no span.</param>
/// <param name="Findings">How many findings it has; <see langword="null"/> when it is too large to be looked at along the way.</param>
internal sealed record TraceView(TraceSummaryView Summary, IReadOnlyList<SpanNodeView> Spans, IReadOnlyList<LogView> Logs, FindingCountsView? Findings);

internal sealed record ErrorView(ErrorBody Error);

/// <summary>What went wrong with an API request.</summary>
/// <param name="Code">A fixed word for programs.</param>
/// <param name="Message">A sentence for people that names the thing.</param>
internal sealed record ErrorBody(string Code, string Message)
{
    /// <summary>Where in the query it is wrong, counted from 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Column { get; init; }

    /// <summary>How many characters of the query are wrong.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Length { get; init; }

    /// <summary>What should probably stand in their place.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Suggestion { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TracePageView))]
[JsonSerializable(typeof(TraceSummaryView))]
[JsonSerializable(typeof(TraceView))]
[JsonSerializable(typeof(SpanDetailView))]
[JsonSerializable(typeof(TranscriptView))]
[JsonSerializable(typeof(FindingPageView))]
[JsonSerializable(typeof(UnpricedPageView))]
[JsonSerializable(typeof(DeletionView))]
[JsonSerializable(typeof(PinView))]
[JsonSerializable(typeof(ConventionPageView))]
[JsonSerializable(typeof(UnmappedPageView))]
[JsonSerializable(typeof(RepricingView))]
[JsonSerializable(typeof(TraceCostView))]
[JsonSerializable(typeof(UsageView))]
[JsonSerializable(typeof(TraceGroupPageView))]
[JsonSerializable(typeof(TraceGroupDetailView))]
[JsonSerializable(typeof(AttributePageView))]
[JsonSerializable(typeof(FacetView))]
[JsonSerializable(typeof(LogPageView))]
[JsonSerializable(typeof(ReceiverAddressesView))]
[JsonSerializable(typeof(CostChangeView))]
[JsonSerializable(typeof(PromptPageView))]
[JsonSerializable(typeof(ToolRetryPageView))]
[JsonSerializable(typeof(SavedViewBody))]
[JsonSerializable(typeof(SavedViewView))]
[JsonSerializable(typeof(SavedViewPageView))]
[JsonSerializable(typeof(AggregateView))]
[JsonSerializable(typeof(TextSearchPageView))]
[JsonSerializable(typeof(TextHitPageView))]
[JsonSerializable(typeof(ExchangePageView))]
[JsonSerializable(typeof(CompletionView))]
[JsonSerializable(typeof(MessageShape))]
[JsonSerializable(typeof(ErrorView))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Texts stay readable: the answers are application/json with nosniff, never part of a page.</summary>
    public static ApiJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

/// <summary>Writes answers of the API.</summary>
internal static class ApiAnswer
{
    public static Task WriteAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return JsonSerializer.SerializeAsync(context.Response.Body, answer, type, context.RequestAborted);
    }

    public static Task RefuseAsync(HttpContext context, int statusCode, string code, string message) =>
        RefuseAsync(context, statusCode, new ErrorBody(code, message));

    public static Task RefuseAsync(HttpContext context, int statusCode, ErrorBody error)
    {
        context.Response.StatusCode = statusCode;
        return WriteAsync(context, new ErrorView(error), ApiJson.Readable.ErrorView);
    }
}
