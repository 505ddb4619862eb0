using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Conventions;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Attributes;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/query/complete?q=&amp;at=</c>: what could stand at a place of a query, with how often it is there. No call reads a span.</summary>
internal sealed class QueryCompletionEndpoint(ITraceStatistics statistics, IAttributeCatalogue catalogue, ITraceStore store, TimeProvider clock)
{
    private const int DefaultLimit = 20;

    // Ids are many; the newest are the ones that somebody has just seen.
    private const int MaxIds = 200;

    // Scores, and labels of before the catalogue had them, are read from lines.
    private const int MaxTraces = 200;

    // What was there in the last week; older names would mislead.
    private static readonly TimeSpan Lately = TimeSpan.FromDays(7);

    // Where the catalogue has the values of fields that roll-ups do not tell apart.
    private static readonly Dictionary<string, string> AttributeOf = new(StringComparer.Ordinal)
    {
        [ErrorAttributes.Type] = ErrorAttributes.Type,
        ["release"] = ServiceAttributes.Version,
        ["requested_model"] = GenAIAttributes.RequestModel,
    };

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/query/complete", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var text = new QueryText(context.Request.Query);
        var query = text.Text("q") ?? "";
        var at = query.Length;
        if (text.Text("at") is { } place && !int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out at))
        {
            text.Refuse($"at '{place}' is no place in the query: a number from 0.");
        }

        var limit = text.Limit(DefaultLimit);
        if (text.Problem is { } problem)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        var completion = QueryCompletion.At(query, at);
        var found = completion.Field is { } field
            ? await ValuesAsync(RequestTenant.Of(context), field, completion.Key, context.RequestAborted)
            : completion.Prefix.Contains('[', StringComparison.Ordinal) || completion.Prefix.Contains('.', StringComparison.Ordinal)
                ? [.. Names(), .. await KeysAsync(RequestTenant.Of(context), completion.Prefix, context.RequestAborted)]
                : Names();
        var items = found.Where(item => item.Matches(completion.Prefix))
            .OrderByDescending(item => item.Matches(completion.Prefix, atStart: true)).ThenByDescending(item => item.Count ?? 0)
            .Take(limit).ToList();
        await ApiAnswer.WriteAsync(context, new CompletionView(completion.Start, completion.Length, items), ApiJson.Readable.CompletionView);
    }

    private static List<CompletionItemView> Names() =>
    [
        .. QueryCompletion.Fields.Select(field => new CompletionItemView(field.Name + (field.HasKeys ? "." : ":"), "field", field.Name) { Meaning = field.Meaning }),
        .. QueryCompletion.Structures.Select(name => new CompletionItemView($"{name}(", "structure", name)),
    ];

    private async Task<IEnumerable<CompletionItemView>> KeysAsync(TenantId tenant, string prefix, CancellationToken cancellation)
    {
        var field = QueryCompletion.Fields.FirstOrDefault(
            known => known.HasKeys && (prefix.StartsWith(known.Name + ".", StringComparison.Ordinal) || prefix.StartsWith(known.Name + "[", StringComparison.Ordinal)));
        if (field is { IsOfLines: true })
        {
            var keys = await LabelsAsync(tenant, field, key: null, cancellation);
            return keys.GroupBy(label => label.Key, StringComparer.Ordinal).Select(same => new CompletionItemView($"{field.Name}[\"{same.Key}\"]:", "field", $"{field.Name}{prefix[field.Name.Length]}{same.Key}")
            {
                Count = same.Sum(label => label.Count),
            });
        }

        var source = field?.Name switch { "attr" => AttributeSource.Span, "resource" => AttributeSource.Resource, _ => (AttributeSource?)null };
        if (field is null || source is null)
        {
            return [];
        }

        var query = new AttributeQuery { Source = source, FromDay = FirstDay, KeyPrefix = prefix[(field.Name.Length + 1)..].TrimStart('"') };
        var answer = await catalogue.ListAttributesAsync(tenant, query, cancellation);
        return answer.Items.GroupBy(use => use.Key, StringComparer.Ordinal).Select(use => new CompletionItemView($"{field.Name}[\"{use.Key}\"]:", "field", prefix)
        {
            Count = use.Sum(one => one.Count),
        });
    }

    private async Task<IEnumerable<CompletionItemView>> ValuesAsync(TenantId tenant, QueryFieldSummary field, string? key, CancellationToken cancellation)
    {
        if (field.Dimension is { } dimension)
        {
            var usage = new UsageQuery { FromUnixNano = UnixNano(clock.GetUtcNow() - Lately), By = [dimension] };
            var counts = (await statistics.GetUsageAsync(tenant, usage, cancellation)).Groups.Where(group => group.Key[0] is not null)
                .ToDictionary(group => group.Key[0]!, group => group.Totals.Count, StringComparer.Ordinal);
            return field.KnownValues.Except(counts.Keys).Select(value => Value(value, 0)).Concat(counts.Select(entry => Value(entry.Key, entry.Value)));
        }

        if (field.KnownValues.Count > 0)
        {
            return field.KnownValues.Select(value => Value(value, count: null));
        }

        if (field.Name is "session" or "user")
        {
            var by = field.Name == "session" ? TraceGrouping.Conversation : TraceGrouping.User;
            var page = await statistics.ListGroupsAsync(tenant, new TraceGroupFilter(by), after: null, MaxIds, cancellation);
            return page.Items.Select(group => Value(group.Id, group.Traces));
        }

        if (field.IsOfLines)
        {
            var labels = await LabelsAsync(tenant, field, key, cancellation);
            return labels.Where(label => label.Value is not null).GroupBy(label => label.Value!, StringComparer.Ordinal).Select(same => Value(same.Key, same.Sum(label => label.Count)));
        }

        if ((field.HasKeys ? key : AttributeOf.GetValueOrDefault(field.Name)) is not { Length: > 0 } attribute)
        {
            return [];
        }

        var answer = await catalogue.ListAttributesAsync(tenant, new AttributeQuery { Key = attribute, WithValues = true, FromDay = FirstDay }, cancellation);
        return answer.Items.SelectMany(use => use.Values).GroupBy(value => value.Key, StringComparer.Ordinal).Select(same => Value(same.Key, same.Sum(value => value.Value)));
    }

    /// <summary>Tags, metadata or scores, by key; all keys when none is said. Values that are too many or too long have none.</summary>
    private async Task<IReadOnlyList<(string Key, string? Value, long Count)>> LabelsAsync(
        TenantId tenant, QueryFieldSummary field, string? key, CancellationToken cancellation)
    {
        var prefix = field.Name switch { "tag" => CatalogueLabels.Tag, "metadata" => CatalogueLabels.MetadataPrefix, _ => null };
        var counted = prefix is null
            ? []
            : (await catalogue.ListAttributesAsync(
                tenant, new AttributeQuery { Source = AttributeSource.Label, KeyPrefix = prefix, WithValues = true, FromDay = FirstDay }, cancellation)).Items;
        return counted.Count == 0
            ? [.. (await NewestAsync(tenant, field, cancellation)).Where(label => IsAsked(label.Key)).Select(label => (label.Key, (string?)label.Value, 1L))]
            :
            [
                .. counted.Select(use => (Key: field.HasKeys ? use.Key[prefix!.Length..] : "", Use: use)).Where(label => IsAsked(label.Key)).SelectMany(
                    label => label.Use.Values.Select(value => (label.Key, (string?)value.Key, value.Value)).Append((label.Key, null, label.Use.Count - label.Use.Values.Sum(value => value.Value)))),
            ];

        bool IsAsked(string known) => key is null || known.Equals(key, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<List<(string Key, string Value)>> NewestAsync(TenantId tenant, QueryFieldSummary field, CancellationToken cancellation)
    {
        var page = await store.ListTracesAsync(tenant, new TraceFilter(), after: null, MaxTraces, cancellation);
        IEnumerable<(string Key, string? Value)> labels = field.Name switch
        {
            "tag" => page.Items.SelectMany(trace => trace.Tags).Select(tag => ("", (string?)tag)),
            "metadata" => page.Items.SelectMany(trace => trace.Metadata).Select(entry => (entry.Key, (entry.Value as JsonValue)?.ToString())),
            _ => (await store.GetScoresAsync(tenant, [.. page.Items.Select(trace => trace.TraceId)], cancellation)).Values.SelectMany(scores => scores)
                .Select(score => (score.Name, score.Label ?? score.Value?.ToString(CultureInfo.InvariantCulture))),
        };
        return [.. labels.Where(label => label.Value is not null).Select(label => (label.Key, label.Value!))];
    }

    private DateOnly FirstDay => DateOnly.FromDateTime((clock.GetUtcNow() - Lately).UtcDateTime);

    // In quotes where it would otherwise be read as something else.
    private static CompletionItemView Value(string value, long? count) => new(
        value.Length > 0 && value.All(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.' or '/' or '@') && !value.Contains("..", StringComparison.Ordinal)
            ? value
            : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        "value", value)
    {
        Count = count,
    };

    private static long UnixNano(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}

/// <summary>What could stand at a place of a query.</summary>
/// <param name="Start">Where the piece begins that a suggestion replaces.</param>
/// <param name="Length">How many characters it has.</param>
/// <param name="Items">The suggestions, those that begin as the piece does first, then by count.</param>
internal sealed record CompletionView(int Start, int Length, IReadOnlyList<CompletionItemView> Items);

/// <summary>One suggestion.</summary>
/// <param name="Text">What to write, quotes included.</param>
/// <param name="Kind"><c>field</c>, <c>structure</c> or <c>value</c>.</param>
/// <param name="Shown">What is compared with what was written so far.</param>
internal sealed record CompletionItemView(string Text, [property: AllowedValues("field", "structure", "value")] string Kind, [property: JsonIgnore] string Shown)
{
    /// <summary>How many spans, or traces, have it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Count { get; init; }

    /// <summary>What it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Meaning { get; init; }

    /// <summary>Whether it goes on from what was written so far.</summary>
    public bool Matches(string prefix, bool atStart = false) => atStart
        ? Shown.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
        : Shown.Contains(prefix.TrimEnd('*'), StringComparison.OrdinalIgnoreCase);
}
