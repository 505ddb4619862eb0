using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/unmapped</c>: attributes of spans that no convention and no dialect knows, by service, the most frequent first.</summary>
/// <remarks>They are kept and shown; that nobody reads them may be a dialect that is missing a line.</remarks>
internal sealed class UnmappedEndpoint(SpanScan scan, DialectReader reader, TimeProvider clock)
{
    // Somebody's names with a number in them are as many as there are spans.
    private const int MaxItems = 5_000;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/unmapped", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        if (TraceListQuery.Read(context.Request.Query, clock.GetUtcNow(), out var problem) is not { } query)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem!);
            return;
        }

        var items = new Dictionary<(string? Service, string Attribute), UnmappedView>();
        var (spans, notListed) = (0L, 0L);
        var next = await scan.RunAsync(RequestTenant.Of(context), query, Count, context.RequestAborted);
        UnmappedView[] ordered =
            [.. items.Values.OrderByDescending(item => item.Spans).ThenBy(item => item.Service, StringComparer.Ordinal).ThenBy(item => item.Attribute, StringComparer.Ordinal)];
        await ApiAnswer.WriteAsync(context, new UnmappedPageView(ordered, spans, notListed, next), ApiJson.Readable.UnmappedPageView);

        void Count(TelemetryBatch batch)
        {
            spans++;
            var span = batch.Spans[0];
            var service = batch.ResourceColumns[span.ResourceIndex].ServiceName is { IsEmpty: false } name ? Encoding.UTF8.GetString(name.Span) : null;
            foreach (var attribute in reader.NotUnderstood(batch, span.Attributes))
            {
                if (items.TryGetValue((service, attribute), out var known))
                {
                    items[(service, attribute)] = known with { Spans = known.Spans + 1 };
                }
                else if (items.Count < MaxItems)
                {
                    items[(service, attribute)] = new UnmappedView(service, attribute, 1, new SpanExampleView(span.TraceId.ToString(), span.SpanId.ToString()));
                }
                else
                {
                    notListed++;
                }
            }
        }
    }
}

/// <summary>An attribute that nobody understands.</summary>
/// <param name="Service">Service; <see langword="null"/> when the spans name none.</param>
/// <param name="Attribute">Name of the attribute.</param>
/// <param name="Spans">On how many spans.</param>
/// <param name="Example">One of them.</param>
internal sealed record UnmappedView(string? Service, string Attribute, long Spans, SpanExampleView Example);

/// <summary>Attributes that nobody understands in a range of time.</summary>
/// <param name="Items">The attributes.</param>
/// <param name="CheckedSpans">Spans that were looked at.</param>
/// <param name="NotListed">Attributes of spans beyond the limit of different names, counted only.</param>
/// <param name="Next">Where to go on; <see langword="null"/> when the whole range was looked at.</param>
internal sealed record UnmappedPageView(IReadOnlyList<UnmappedView> Items, long CheckedSpans, long NotListed, string? Next);
