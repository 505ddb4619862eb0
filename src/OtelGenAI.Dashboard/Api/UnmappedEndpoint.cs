using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage.Attributes;
using OtelGenAI.Telemetry.Dialects;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/unmapped</c>: attributes of spans and resources that no convention and no dialect knows, by service, the most frequent first.</summary>
/// <remarks>
/// They are kept and shown; that nobody reads them may be a dialect that is missing a line. Answered from the attribute catalogue: no call reads a span.
/// </remarks>
internal sealed class UnmappedEndpoint(IAttributeCatalogue catalogue, DialectReader reader)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/unmapped", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var text = new QueryText(context.Request.Query);
        var (limit, skip, query) = (text.Limit(), text.Skip(), AttributeEndpoints.Read(text));
        if (text.Problem is { } problem)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        var answer = await catalogue.ListAttributesAsync(RequestTenant.Of(context), query, context.RequestAborted);
        UnmappedView[] items =
        [
            .. answer.Items.Where(use => !reader.Understands(use.Key)).GroupBy(use => (use.Source, use.Service, use.Key)).Select(UnmappedView.Of)
                .OrderByDescending(item => item.Spans).ThenBy(item => item.Service, StringComparer.Ordinal).ThenBy(item => item.Attribute, StringComparer.Ordinal),
        ];
        var next = (long)skip + limit < items.Length ? (skip + limit).ToString(CultureInfo.InvariantCulture) : null;
        await ApiAnswer.WriteAsync(
            context, new UnmappedPageView([.. items.Skip(skip).Take(limit)], answer.Uncounted, AttributeEndpoints.IsExact(query), next), ApiJson.Readable.UnmappedPageView);
    }
}

/// <summary>An attribute that nobody understands.</summary>
/// <param name="Service">Service; <see langword="null"/> when the spans name none.</param>
/// <param name="Attribute">Name of the attribute.</param>
/// <param name="Source"><c>span</c> or <c>resource</c>.</param>
/// <param name="Spans">On how many spans; of a resource, how many spans it sent.</param>
/// <param name="Types">Types of its values, the most frequent first.</param>
/// <param name="LastSeen">Start of the last such span.</param>
/// <param name="Query">Finds the traces that have it, in the query language.</param>
internal sealed record UnmappedView(
    string? Service, string Attribute, [property: AllowedValues("span", "resource")] string Source, long Spans, IReadOnlyList<string> Types, DateTimeOffset LastSeen, string Query)
{
    public static UnmappedView Of(IGrouping<(AttributeSource Source, string? Service, string Key), AttributeUse> uses)
    {
        var ((source, service, key), isOfSpan) = (uses.Key, uses.Key.Source == AttributeSource.Span);
        var field = $"{(isOfSpan ? "attr" : "resource")}[{QueryText.Quoted(key)}]:*";
        return new UnmappedView(
            service, key, isOfSpan ? "span" : "resource", uses.Sum(use => use.Count), [.. uses.OrderByDescending(use => use.Count).Select(use => AttributeView.NameOf(use.Type))],
            ApiTime.Of(uses.Max(use => use.LastUnixNano)), service is null ? field : $"{field} service:{QueryText.Quoted(service)}");
    }
}

/// <summary>A page of attributes that nobody understands.</summary>
/// <param name="Items">The attributes, the most frequent first.</param>
/// <param name="Uncounted">Attributes of spans that were not counted apart, because there were too many different ones.</param>
/// <param name="IsExact">Whether there was no range; a range is whole days of arrival.</param>
/// <param name="Next">Where the next page begins.</param>
internal sealed record UnmappedPageView(IReadOnlyList<UnmappedView> Items, long Uncounted, bool IsExact, string? Next);
