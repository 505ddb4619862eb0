using System.Diagnostics;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Conformance;

/// <summary>What metrics and the event must say of a call, by the registry and the call's span.</summary>
internal static class CallConformance
{
    private static readonly string[] s_prefixes =
        [.. ((string[])[GenAIAttributes.OperationName, OpenAIAttributes.ApiType, AwsAttributes.BedrockGuardrailId, OtelGenAIAttributes.Synthesized]).Select(static name => name[..(name.IndexOf('.', StringComparison.Ordinal) + 1)])];

    // Counters of parts are zero more often than not, and a counter says nothing of zero.
    private static readonly (string Attribute, string Metric)[] s_counters =
    [
        (GenAIAttributes.UsageInputTokens, GenAIMetrics.ClientInferenceUsageInputTokens),
        (GenAIAttributes.UsageOutputTokens, GenAIMetrics.ClientInferenceUsageOutputTokens),
        (GenAIAttributes.UsageCacheReadInputTokens, GenAIMetrics.ClientInferenceUsageCacheReadInputTokens),
        (GenAIAttributes.UsageCacheWriteInputTokens, GenAIMetrics.ClientInferenceUsageCacheWriteInputTokens),
        (GenAIAttributes.UsageReasoningOutputTokens, GenAIMetrics.ClientInferenceUsageReasoningOutputTokens),
    ];

    /// <summary>Whether an attribute is one of a registry; SDKs write words of their own beside.</summary>
    public static bool IsOfConventions(string key) =>
        key is ServerAttributes.Address or ServerAttributes.Port || Array.Exists(s_prefixes, prefix => key.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Asserts that each point has the attributes that the registry asks of its metric and the span knows, and no others.</summary>
    public static void HaveTagsOf(Activity span, IReadOnlyList<Measured> points) => Assert.All(points, point => Assert.Equal(
        ConventionRegistry.Metrics.Single(definition => definition.Name == point.Name).Attributes.Select(static attribute => attribute.Name)
            .Where(asked => asked == GenAIAttributes.TokenModality || span.Tag(asked) is not null).Order(StringComparer.Ordinal),
        point.Tags.Keys.Order(StringComparer.Ordinal)));

    /// <summary>Asserts that one call was measured: in everything that its span knows, with the same figures, and in nothing else.</summary>
    public static void MeasuredOnce(Activity span, IReadOnlyList<Measured> metrics)
    {
        var expected = new SortedDictionary<string, double?>(StringComparer.Ordinal);
        if (span.Tag(GenAIAttributes.OperationName) is not (GenAIOperationNameValues.Chat or GenAIOperationNameValues.TextCompletion or GenAIOperationNameValues.GenerateContent))
        {
            expected[GenAIMetrics.ClientOperationDuration] = null;
        }
        else
        {
            expected[GenAIMetrics.ClientInferenceDuration] = null;
            foreach (var (attribute, metric) in s_counters)
            {
                if (span.Tag(attribute) is > 0L and var count)
                {
                    expected[metric] = (long)count;
                }
            }

            Add(GenAIAttributes.UsageInputTokens, GenAIMetrics.ClientInferenceOperationInputTokens);
            Add(GenAIAttributes.UsageOutputTokens, GenAIMetrics.ClientInferenceOperationOutputTokens);
            Add(GenAIAttributes.ResponseTimeToFirstChunk, GenAIMetrics.ClientInferenceTimeToFirstChunk);
        }

        // How many pieces there were, no span says.
        var measured = metrics.Where(static metric => metric.Name != GenAIMetrics.ClientInferenceTimePerOutputChunk).ToList();
        Assert.True(measured.Count == metrics.Count || span.Tag(GenAIAttributes.ResponseTimeToFirstChunk) is not null, "only streams have times between pieces");
        Assert.Equal(expected.Keys, measured.Select(static metric => metric.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.All(expected, pair => Assert.True(
            pair.Value is null || pair.Value == measured.Where(metric => metric.Name == pair.Key).Sum(static metric => metric.Sum), $"{pair.Key} is not {pair.Value}"));
        HaveTagsOf(span, metrics);

        void Add(string attribute, string metric)
        {
            if (span.Tag(attribute) is { } value)
            {
                expected[metric] = Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>Asserts that there is one event of the call, on its span, saying the same.</summary>
    public static void ToldOnce(Activity span, IReadOnlyList<Logged> records)
    {
        var told = Assert.Single(records, static record => record.Name == GenAIEvents.ClientInferenceOperationDetails);
        Assert.Equal(span.SpanId, told.Span);
        var said = span.TagObjects.Where(static tag => IsOfConventions(tag.Key)).OrderBy(static tag => tag.Key, StringComparer.Ordinal).ToList();
        Assert.Equal(said.Select(static tag => tag.Key), told.Attributes.Keys.Where(IsOfConventions).Order(StringComparer.Ordinal));
        Assert.All(said, tag => Assert.Equal(tag.Value, told.Attributes[tag.Key]));
    }
}
