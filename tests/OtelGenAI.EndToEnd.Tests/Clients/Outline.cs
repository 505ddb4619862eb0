using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace OtelGenAI.EndToEnd.Tests.Clients;

/// <summary>A trace as text that a person can check: a line per span with what is counted of it, and a line with the sums.</summary>
internal static class Outline
{
    /// <summary>Writes <c>kind name: model input(read from cache,written to it)→output(reasoning) $cost flags</c>, indented by depth.</summary>
    /// <param name="trace">What <c>/api/v1/traces/{id}</c> answered.</param>
    public static string Of(JsonNode trace)
    {
        var text = new StringBuilder();
        foreach (var span in trace["spans"]!.AsArray())
        {
            Append(text, span!);
        }

        var sums = trace["summary"]!;
        return text.Append(
            CultureInfo.InvariantCulture, $"sum {sums["inputTokens"]}→{sums["outputTokens"]} {Usd(sums["costUsd"])}, {sums["unpricedCalls"]} unpriced").ToString();
    }

    private static void Append(StringBuilder text, JsonNode span)
    {
        text.Append(' ', 2 * (int)span["depth"]!).Append(CultureInfo.InvariantCulture, $"{span["kind"]} {span["name"]}");
        if ((span["responseModel"] ?? span["requestModel"]) is { } model)
        {
            text.Append(CultureInfo.InvariantCulture, $": {model}");
        }

        if (span["tokens"] is { } tokens)
        {
            text.Append(CultureInfo.InvariantCulture, $" {tokens["input"]}({tokens["cacheRead"]},{tokens["cacheWrite"]})→{tokens["output"]}({tokens["reasoning"]})");
        }

        if (span["costUsd"] is { } cost)
        {
            text.Append(CultureInfo.InvariantCulture, $" {Usd(cost)}");
        }

        foreach (var flag in span["flags"]!.AsArray())
        {
            text.Append(CultureInfo.InvariantCulture, $" {flag}");
        }

        text.Append('\n');
    }

    private static string Usd(JsonNode? cost) => cost is null ? "" : "$" + ((decimal)cost).ToString("0.############", CultureInfo.InvariantCulture);
}
