using System.Globalization;
using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Tests.Builders;

/// <summary>Comparisons that records with lists in them need.</summary>
internal static class Expect
{
    private static readonly Dictionary<string, JsonNode?> NoMetadata = [];

    public static void Same(TraceSummary expected, TraceSummary actual) => Assert.Equal(Describe(expected), Describe(actual));

    public static void Same(IEnumerable<TraceSummary> expected, IEnumerable<TraceSummary> actual) =>
        Assert.Equal(expected.Select(Describe), actual.Select(Describe));

    public static void Same(IEnumerable<SpanRecord> expected, IEnumerable<SpanRecord> actual) =>
        Assert.Equal(expected.OrderBy(span => span.SpanId.Value), actual.OrderBy(span => span.SpanId.Value));

    public static void Same(StoredTrace? expected, StoredTrace? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is not null && actual is not null)
        {
            Same(expected.Summary, actual.Summary);
            Same(expected.Spans, actual.Spans);
        }
    }

    public static void Same(StoredSpan? expected, StoredSpan? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is not null && actual is not null)
        {
            Assert.Equal(expected.Record, actual.Record);
            Assert.True(expected.Message.Span.SequenceEqual(actual.Message.Span), "The message is not what was appended.");
            Assert.True(expected.ResourceEnvelope.Span.SequenceEqual(actual.ResourceEnvelope.Span), "The resource is another.");
            Assert.True(expected.ScopeEnvelope.Span.SequenceEqual(actual.ScopeEnvelope.Span), "The scope is another.");
        }
    }

    private static string Describe(TraceSummary trace) => string.Create(
        CultureInfo.InvariantCulture,
        $"{trace with { Models = [], Services = [], Tags = [], Metadata = NoMetadata }} models {string.Join('|', trace.Models)} services {string.Join('|', trace.Services)} " +
        $"tags {string.Join('|', trace.Tags)} metadata {string.Join('|', trace.Metadata.Select(entry => $"{entry.Key}={entry.Value?.ToJsonString()}"))}");
}
