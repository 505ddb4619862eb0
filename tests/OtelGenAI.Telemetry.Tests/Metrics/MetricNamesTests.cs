using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Metrics;

namespace OtelGenAI.Telemetry.Tests.Metrics;

public sealed class MetricNamesTests
{
    [Fact]
    public void An_earlier_name_is_read_as_the_current_one_for_the_operations_it_was_replaced_for()
    {
        MetricSeries[] found =
        [
            Series(GenAIMetrics.ClientOperationDuration, "a", (GenAIAttributes.OperationName, "chat")),
            Series(GenAIMetrics.ClientOperationDuration, "a", (GenAIAttributes.OperationName, "embeddings")),
            Series(GenAIMetrics.ClientInferenceDuration, "b", (GenAIAttributes.OperationName, "chat")),
        ];

        Assert.Equal([found[2], found[0]], Choose(GenAIMetrics.ClientInferenceDuration, found));
    }

    [Fact]
    public void A_resource_that_reports_both_names_counts_once()
    {
        MetricSeries[] found =
        [
            Series(GenAIMetrics.ClientOperationDuration, "a", (GenAIAttributes.OperationName, "chat")),
            Series(GenAIMetrics.ClientInferenceDuration, "a", (GenAIAttributes.OperationName, "chat")),
        ];

        Assert.Equal([found[1]], Choose(GenAIMetrics.ClientInferenceDuration, found));
        Assert.Equal([found[0]], Choose(GenAIMetrics.ClientOperationDuration, found));
    }

    [Fact]
    public void Who_asks_by_an_earlier_name_sees_current_clients_too()
    {
        MetricSeries[] found =
        [
            Series(GenAIMetrics.ClientOperationDuration, "a", (GenAIAttributes.OperationName, "embeddings")),
            Series(GenAIMetrics.ClientInferenceDuration, "a", (GenAIAttributes.OperationName, "chat")),
        ];

        Assert.Equal(found, Choose(GenAIMetrics.ClientOperationDuration, found));
    }

    [Fact]
    public void The_token_type_chooses_between_input_and_output()
    {
        MetricSeries[] found =
        [
            Series(DeprecatedMetrics.GenAIClientTokenUsage, "a", (DeprecatedAttributes.GenAITokenType, GenAITokenTypeValues.Input)),
            Series(DeprecatedMetrics.GenAIClientTokenUsage, "a", (DeprecatedAttributes.GenAITokenType, GenAITokenTypeValues.Output)),
        ];

        Assert.Equal([found[1]], Choose(GenAIMetrics.ClientInferenceOperationOutputTokens, found));
        Assert.Equal([found[0]], Choose(GenAIMetrics.ClientInferenceUsageInputTokens, found));
    }

    [Fact]
    public void The_earlier_token_metric_is_made_of_both_histograms_and_says_which()
    {
        MetricSeries[] found =
        [
            Series(GenAIMetrics.ClientInferenceOperationInputTokens, "a"),
            Series(GenAIMetrics.ClientInferenceOperationOutputTokens, "a"),
            Series(GenAIMetrics.ClientInferenceUsageInputTokens, "a"),
        ];

        var chosen = MetricNames.Choose(DeprecatedMetrics.GenAIClientTokenUsage, found, one => one);

        Assert.Equal(["input", "output"], chosen.Select(one => one.Series.Attributes[DeprecatedAttributes.GenAITokenType]));
    }

    [Fact]
    public void Every_rename_is_followed_in_both_directions()
    {
        foreach (var rename in ConventionRegistry.MetricRenames)
        {
            Assert.NotEmpty(MetricNames.AlternativesOf(rename.OldName));
            Assert.All(rename.NewNames, name => Assert.Contains(MetricNames.AlternativesOf(name), one => one.Name == rename.OldName));
        }
    }

    private static IEnumerable<MetricSeries> Choose(string name, MetricSeries[] found) => MetricNames.Choose(name, found, one => one).Select(one => one.Found);

    private static MetricSeries Series(string name, string resource, params (string Key, string Value)[] attributes) => new()
    {
        Name = name,
        Kind = MetricKind.Histogram,
        Temporality = MetricTemporality.Cumulative,
        ResourceKey = resource,
        Attributes = attributes.ToDictionary(pair => pair.Key, pair => pair.Value),
    };
}
