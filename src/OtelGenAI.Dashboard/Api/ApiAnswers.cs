using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace OtelGenAI.Dashboard.Api;

internal sealed record TracePageView(IReadOnlyList<TraceSummaryView> Items, string? Next);

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
internal sealed record ErrorBody(string Code, string Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TracePageView))]
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

    public static Task RefuseAsync(HttpContext context, int statusCode, string code, string message)
    {
        context.Response.StatusCode = statusCode;
        return WriteAsync(context, new ErrorView(new ErrorBody(code, message)), ApiJson.Readable.ErrorView);
    }
}
