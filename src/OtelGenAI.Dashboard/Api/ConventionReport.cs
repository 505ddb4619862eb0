using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.ConventionCheck;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Findings of the convention check as JSON: what the API answers and <c>otelgenai check --json</c> prints.</summary>
public static class ConventionReport
{
    /// <summary>Writes findings.</summary>
    /// <param name="stream">Where.</param>
    /// <param name="counts">The findings.</param>
    /// <param name="next">Cursor of the next page; <see langword="null"/> on the last one.</param>
    public static void Write(Stream stream, FindingCounts counts, string? next) =>
        JsonSerializer.Serialize(stream, ViewOf(counts, next), ApiJson.Readable.ConventionPageView);

    /// <summary>Adds findings that were written.</summary>
    /// <param name="stream">What <see cref="Write"/> wrote.</param>
    /// <param name="into">Where they are added.</param>
    /// <returns>Cursor of the next page; <see langword="null"/> on the last one.</returns>
    /// <exception cref="JsonException">It is no such answer.</exception>
    public static string? Read(Stream stream, FindingCounts into)
    {
        var page = JsonSerializer.Deserialize(stream, ApiJson.Readable.ConventionPageView) ?? throw new JsonException("The answer is empty.");
        into.Spans += page.CheckedSpans;
        into.GenAISpans += page.GenAISpans;
        foreach (var item in page.Items)
        {
            var rule = Array.Find(Enum.GetValues<ConventionRule>(), rule => rule.Name == item.Rule);
            _ = TraceId.TryParse(item.Example.TraceId, out var traceId);
            _ = SpanId.TryParse(item.Example.SpanId, out var spanId);
            into.Add(new ConventionFinding(item.Service, rule, item.Attribute, item.Message, item.Successor), traceId, spanId, item.Count);
        }

        return page.Next;
    }

    internal static ConventionPageView ViewOf(FindingCounts counts, string? next) => new(
        counts.Spans,
        counts.GenAISpans,
        counts.CountOf(FindingLevel.Violation),
        counts.CountOf(FindingLevel.Improvement),
        counts.CountOf(FindingLevel.Information),
        counts.NotListed,
        [.. counts.Items.Select(item => new ConventionFindingView(
            item.Finding.Rule.Level.Name, item.Finding.Rule.Name, item.Finding.Service, item.Finding.Attribute, item.Finding.Message, item.Finding.Successor,
            item.Count, new SpanExampleView(item.TraceId.ToString(), item.SpanId.ToString())))],
        next);
}

/// <summary>Findings by service.</summary>
/// <param name="CheckedSpans">Spans that were looked at.</param>
/// <param name="GenAISpans">Those of them that the conventions have something to say about.</param>
/// <param name="Violations">Findings that break a must.</param>
/// <param name="Improvements">Findings that should be changed.</param>
/// <param name="Information">Findings that are worth a look.</param>
/// <param name="NotListed">Findings beyond the limit of different ones, counted only.</param>
/// <param name="Items">The findings, the worst first.</param>
/// <param name="Next">Where to go on.</param>
internal sealed record ConventionPageView(
    long CheckedSpans, long GenAISpans, long Violations, long Improvements, long Information, long NotListed,
    IReadOnlyList<ConventionFindingView> Items, string? Next);

internal sealed record ConventionFindingView(
    [property: AllowedValues("violation", "improvement", "information")] string Level, string Rule, string Service, string Attribute, string Message, string? Successor, long Count, SpanExampleView Example);

internal sealed record SpanExampleView(string TraceId, string SpanId);
