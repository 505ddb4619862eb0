using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage.Attributes;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Statistics;

namespace OtelGenAI.Dashboard.Api;

/// <summary>
/// <c>/api/v1/attributes</c>: which attributes there are; <c>/api/v1/facets</c>: the values of one, or of a column. No call reads a span, but where a column is
/// counted for the traces of a query.
/// </summary>
internal sealed class AttributeEndpoints(IAttributeCatalogue catalogue, ITraceStatistics statistics, TimeProvider clock)
{
    // Facets stand beside a list: what is not counted by then is not worth waiting for.
    private const int DefaultTimeoutMs = 1_000;
    private const int MaxTimeoutMs = 10_000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/attributes", ListAsync);
        routes.MapGet("/api/v1/facets", FacetAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var text = new QueryText(context.Request.Query);
        var limit = text.Limit();
        var skip = text.Skip();
        var query = Read(text) with
        {
            KeyPrefix = text.Text("prefix"),
            Key = text.Text("key"),
            WithValues = text.Text("values") == "true",
        };
        if (text.Problem is { } problem)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        var answer = await catalogue.ListAttributesAsync(RequestTenant.Of(context), query, context.RequestAborted);
        var next = (long)skip + limit < answer.Items.Count ? (skip + limit).ToString(CultureInfo.InvariantCulture) : null;
        await ApiAnswer.WriteAsync(
            context,
            new AttributePageView([.. answer.Items.Skip(skip).Take(limit).Select(AttributeView.Of)], answer.Uncounted, IsExact(query), next),
            ApiJson.Readable.AttributePageView);
    }

    private async Task FacetAsync(HttpContext context)
    {
        var text = new QueryText(context.Request.Query);
        var limit = text.Limit();
        var field = text.Text("field");
        if (field is null)
        {
            text.Refuse("field is missing: a column (service, model, tool …) or the key of an attribute.");
        }

        var query = Read(text) with { Key = field, WithValues = true };
        var question = text.Query("q", clock.GetUtcNow());
        var time = TimeSpan.FromMilliseconds(text.Number("timeoutMs", DefaultTimeoutMs, MaxTimeoutMs));
        if (text.Problem is { } problem)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        var view = UsageRequest.FindDimension(field!) is not { } dimension ? await OfAttributeAsync(context, query)
            : question is not null ? await OfQueryAsync(context, dimension, question, text, time)
            : await OfColumnAsync(context, dimension, text);
        var prefix = text.Text("prefix") ?? "";
        await ApiAnswer.WriteAsync(
            context,
            view with { Values = [.. view.Values.Where(value => value.Value?.StartsWith(prefix, StringComparison.Ordinal) ?? prefix.Length == 0).Take(limit)] },
            ApiJson.Readable.FacetView);
    }

    private async Task<FacetView> OfColumnAsync(HttpContext context, UsageDimension dimension, QueryText text)
    {
        var query = new UsageQuery { FromUnixNano = text.Time("from") ?? long.MinValue, BeforeUnixNano = text.Time("to") ?? long.MaxValue, By = [dimension] };
        var answer = await statistics.GetUsageAsync(RequestTenant.Of(context), query, context.RequestAborted);
        return new FacetView(
            UsageRequest.NameOf(dimension), [.. answer.Groups.Select(group => new FacetValueView(group.Key[0], group.Totals.Count))], OtherCount: 0,
            HasTooManyValues: false, IsContent: false, UsageView.IsExactRange(query, answer));
    }

    private async Task<FacetView> OfQueryAsync(HttpContext context, UsageDimension dimension, TraceQuery question, QueryText text, TimeSpan time)
    {
        var aggregate = new SpanAggregate
        {
            FromUnixNano = text.Time("from") ?? long.MinValue,
            BeforeUnixNano = text.Time("to") ?? long.MaxValue,
            Query = TraceQuery.ParseForSpans($"trace({question.Text})", clock.GetUtcNow(), out _),
            By = [SpanAggregate.Groupings.First(name => SpanAggregate.DimensionOf(name) == dimension)],
            Budget = time,
        };
        var answer = await statistics.AggregateAsync(RequestTenant.Of(context), aggregate, context.RequestAborted);
        return new FacetView(
            UsageRequest.NameOf(dimension), [.. answer.Groups.Select(group => new FacetValueView(group.Key[0], group.Totals.Count))], OtherCount: 0,
            HasTooManyValues: false, IsContent: false, IsExact: true)
        {
            IsOfQuery = true,
            IsComplete = !answer.RanOutOfTime,
        };
    }

    private async Task<FacetView> OfAttributeAsync(HttpContext context, AttributeQuery query)
    {
        var answer = await catalogue.ListAttributesAsync(RequestTenant.Of(context), query, context.RequestAborted);
        var values = answer.Items.SelectMany(use => use.Values).GroupBy(value => value.Key, value => value.Value, StringComparer.Ordinal)
            .Select(group => new FacetValueView(group.Key, group.Sum()))
            .OrderByDescending(value => value.Count).ThenBy(value => value.Value, StringComparer.Ordinal);
        return new FacetView(
            query.Key!, [.. values], answer.Items.Sum(use => use.OtherCount), answer.Items.Any(use => use.HasTooManyValues), answer.Items.Any(use => use.IsContent),
            IsExact(query));
    }

    // Days are those of arrival, whole ones: only without a range is the answer exactly what was asked for.
    public static bool IsExact(AttributeQuery query) => query.FromDay is null && query.ToDay is null;

    /// <summary>Reads service, source and range.</summary>
    public static AttributeQuery Read(QueryText text)
    {
        var source = text.Text("source");
        if (source is not (null or "span" or "resource"))
        {
            text.Refuse($"source '{source}' is not known: span, resource, or nothing for both.");
        }

        return new AttributeQuery
        {
            Service = text.Text("service"),
            Source = source switch { "span" => AttributeSource.Span, "resource" => AttributeSource.Resource, _ => null },
            FromDay = Day(text.Time("from")),
            ToDay = Day(text.Time("to")),
        };
    }

    private static DateOnly? Day(long? unixNano) => unixNano is { } time ? DateOnly.FromDateTime(ApiTime.Of(time).UtcDateTime) : null;
}

/// <summary>A page of attributes.</summary>
/// <param name="Items">The attributes, the most frequent first.</param>
/// <param name="Uncounted">Attributes of spans that were not counted apart, because there were too many different ones.</param>
/// <param name="IsExact">Whether there was no range; a range is whole days of arrival.</param>
/// <param name="Next">Where the next page begins.</param>
internal sealed record AttributePageView(IReadOnlyList<AttributeView> Items, long Uncounted, bool IsExact, string? Next);

/// <summary>An attribute.</summary>
internal sealed record AttributeView(
    string Key, string Source, string Type, string? Service, long Count, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, bool IsContent, bool HasTooManyValues,
    IReadOnlyList<FacetValueView> Values, long OtherCount)
{
    public static AttributeView Of(AttributeUse use) => new(
        use.Key, use.Source == AttributeSource.Span ? "span" : "resource", NameOf(use.Type), use.Service, use.Count, ApiTime.Of(use.FirstUnixNano),
        ApiTime.Of(use.LastUnixNano), use.IsContent, use.HasTooManyValues, [.. use.Values.Select(value => new FacetValueView(value.Key, value.Value))], use.OtherCount);

    /// <summary>The name of a type.</summary>
    public static string NameOf(Telemetry.Records.ValueType type) => type switch
    {
        Telemetry.Records.ValueType.Boolean => "bool",
        Telemetry.Records.ValueType.KeyValueList => "map",
        Telemetry.Records.ValueType.TooDeep => "array",
        _ => type.ToString().ToLowerInvariant(),
    };
}

/// <summary>Values of a column or attribute.</summary>
/// <param name="Field">Which.</param>
/// <param name="Values">The values, the most frequent first.</param>
/// <param name="OtherCount">How often there was a value that is not kept.</param>
/// <param name="HasTooManyValues">Whether values are not kept, because nearly every one is new.</param>
/// <param name="IsContent">Whether values are not kept, because they are what people and models said.</param>
/// <param name="IsExact">Whether the range of time is the one that was asked for.</param>
internal sealed record FacetView(
    string Field, IReadOnlyList<FacetValueView> Values, long OtherCount, bool HasTooManyValues, bool IsContent, bool IsExact)
{
    /// <summary>Whether only spans of the traces are counted that the query finds; otherwise those of all: values of attributes are counted as they arrive.</summary>
    public bool IsOfQuery { get; init; }

    /// <summary>Whether all traces were counted that the query finds; otherwise the newest, as many as there was time for.</summary>
    public bool IsComplete { get; init; } = true;
}

/// <summary>A value.</summary>
/// <param name="Value">The value as text; <see langword="null"/> for spans without one.</param>
/// <param name="Count">How many spans.</param>
internal sealed record FacetValueView(string? Value, long Count);
