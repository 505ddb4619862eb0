using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Counts calls without a price by model.</summary>
/// <param name="prices">The prices in force: a model that has got one since is no longer listed.</param>
internal sealed class UnpricedModels(PriceBook prices)
{
    private readonly Dictionary<(string? Provider, string? Model, string Reason), UnpricedView> _models = [];

    /// <summary>The models, the most used first.</summary>
    public IEnumerable<UnpricedView> Items => _models.Values
        .OrderByDescending(item => item.Calls).ThenBy(item => item.Model, StringComparer.Ordinal).ThenBy(item => item.Provider, StringComparer.Ordinal);

    /// <summary>Counts a span, if it is a call without a price.</summary>
    public void Add(TraceTreeNode node)
    {
        if (!TraceCost.IsUnpriced(node, prices))
        {
            return;
        }

        var span = node.Span;
        var model = span.ResponseModel ?? span.RequestModel;
        var reason = model is null ? "no_model" : span.Tokens.Input is null && span.Tokens.Output is null ? "no_tokens" : "no_price";
        var known = _models.GetValueOrDefault((span.Provider, model, reason)) ?? new UnpricedView(
            span.Provider, model, reason, 0, 0, 0, ApiTime.Of(span.StartUnixNano), ApiTime.Of(span.StartUnixNano),
            new SpanExampleView(span.TraceId.ToString(), span.SpanId.ToString()), reason == "no_price" ? RowFor(span.Provider, model!) : null);
        var time = ApiTime.Of(span.StartUnixNano);
        _models[(span.Provider, model, reason)] = known with
        {
            Calls = known.Calls + 1,
            InputTokens = known.InputTokens + (span.Tokens.Input ?? 0),
            OutputTokens = known.OutputTokens + (span.Tokens.Output ?? 0),
            FirstSeen = time < known.FirstSeen ? time : known.FirstSeen,
            LastSeen = time > known.LastSeen ? time : known.LastSeen,
        };
    }

    // What its maker charges is a beginning; without one, the prices are null, which the file does not accept: nobody's calls become free by pasting.
    private JsonObject RowFor(string? provider, string model)
    {
        var row = new JsonObject
        {
            // A call that names no provider is priced by the first row that has its model.
            ["provider"] = provider ?? "unknown",
            ["match"] = new JsonArray(model.ToLowerInvariant()),
        };
        if (prices.OfAnyProvider(model) is { } maker)
        {
            row["input"] = maker.Input;
            row["output"] = maker.Output;
            Put(row, "cacheRead", maker.CacheRead);
            Put(row, "cacheWrite", maker.CacheWrite);
            Put(row, "cacheWrite1h", maker.CacheWrite1h);
            row["source"] = $"what {maker.Provider} charges; check what {provider ?? "the provider"} does";
            return row;
        }

        row["input"] = null;
        row["output"] = null;
        return row;
    }

    private static void Put(JsonObject row, string name, decimal? price)
    {
        if (price is { } known)
        {
            row[name] = known;
        }
    }
}

/// <summary>A model without a price.</summary>
/// <param name="Provider">Provider; <see langword="null"/> when the calls name none.</param>
/// <param name="Model">Model; <see langword="null"/> when the calls name none.</param>
/// <param name="Reason">no_price: the table has none; no_tokens: nobody counted them; no_model: the calls name none.</param>
/// <param name="Calls">How many calls.</param>
/// <param name="InputTokens">Their input tokens.</param>
/// <param name="OutputTokens">Their output tokens.</param>
/// <param name="FirstSeen">Start of the first one.</param>
/// <param name="LastSeen">Start of the last one.</param>
/// <param name="Example">One of them.</param>
/// <param name="Row">A row for the file of <c>Prices:File</c>; where a price is <see langword="null"/>, it has to be written in.</param>
internal sealed record UnpricedView(
    string? Provider, string? Model, [property: AllowedValues("no_price", "no_tokens", "no_model")] string Reason, long Calls, long InputTokens, long OutputTokens, DateTimeOffset FirstSeen, DateTimeOffset LastSeen,
    SpanExampleView Example, JsonObject? Row);
