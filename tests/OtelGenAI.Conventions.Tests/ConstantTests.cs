using System.Reflection;

namespace OtelGenAI.Conventions.Tests;

public sealed class ConstantTests
{
    private static readonly Type[] Classes = [.. typeof(ConventionRegistry).Assembly.GetExportedTypes().Where(type => type is { IsAbstract: true, IsSealed: true })];

    [Fact]
    public void Attribute_constants_and_registry_name_the_same_current_attributes() => Assert.Equal(
        Sorted(ConventionRegistry.Attributes.Where(attribute => attribute.Deprecated is null).Select(attribute => attribute.Name)),
        Sorted(Constants("Attributes", isDeprecated: false)));

    [Fact]
    public void Attribute_constants_and_registry_name_the_same_deprecated_attributes() => Assert.Equal(
        Sorted(ConventionRegistry.Attributes.Where(attribute => attribute.Deprecated is not null).Select(attribute => attribute.Name)),
        Sorted(Constants("Attributes", isDeprecated: true)));

    [Fact]
    public void Metric_constants_and_registry_name_the_same_metrics()
    {
        var (deprecated, current) = Split(ConventionRegistry.Metrics, metric => metric.Deprecated, metric => metric.Name);

        Assert.Equal(Sorted(current), Sorted(Constants("Metrics", isDeprecated: false)));
        Assert.Equal(Sorted(deprecated), Sorted(Constants("Metrics", isDeprecated: true)));
    }

    [Fact]
    public void Event_constants_and_registry_name_the_same_events()
    {
        var (deprecated, current) = Split(ConventionRegistry.Events, telemetryEvent => telemetryEvent.Deprecated, telemetryEvent => telemetryEvent.Name);

        Assert.Equal(Sorted(current), Sorted(Constants("Events", isDeprecated: false)));
        Assert.Equal(Sorted(deprecated), Sorted(Constants("Events", isDeprecated: true)));
    }

    [Fact]
    public void Value_constants_and_registry_name_the_same_values() => Assert.Equal(
        Sorted(ConventionRegistry.Attributes.SelectMany(attribute => attribute.Values)),
        Sorted(Classes.Where(type => type.Name.EndsWith("Values", StringComparison.Ordinal)).SelectMany(Constants)));

    [Fact]
    public void Names_follow_the_rule_others_code_against()
    {
        Assert.Equal("gen_ai.usage.cache_read.input_tokens", GenAIAttributes.UsageCacheReadInputTokens);
        Assert.Equal("otelgenai.covered_by", OtelGenAIAttributes.CoveredBy);
        Assert.Equal("gen_ai.system", DeprecatedAttributes.GenAISystem);
        Assert.Equal("azure.ai.openai", GenAIProviderNameValues.AzureAIOpenAI);
        Assert.Equal("x_ai", GenAIProviderNameValues.XAI);
        Assert.Equal("tools/call", McpMethodNameValues.ToolsCall);
        Assert.Equal("gen_ai.client.inference.duration", GenAIMetrics.ClientInferenceDuration);
        Assert.Equal("gen_ai.client.token.usage", DeprecatedMetrics.GenAIClientTokenUsage);
        Assert.Equal("gen_ai.client.inference.operation.details", GenAIEvents.ClientInferenceOperationDetails);
        Assert.Equal("gen_ai.user.message", DeprecatedEvents.GenAIUserMessage);
    }

    private static (IEnumerable<string> Deprecated, IEnumerable<string> Current) Split<T>(
        IReadOnlyList<T> items, Func<T, Deprecation?> deprecation, Func<T, string> name) =>
        (items.Where(item => deprecation(item) is not null).Select(name), items.Where(item => deprecation(item) is null).Select(name));

    private static IEnumerable<string> Constants(string suffix, bool isDeprecated) => Classes
        .Where(type => type.Name.EndsWith(suffix, StringComparison.Ordinal) && type.Name.StartsWith("Deprecated", StringComparison.Ordinal) == isDeprecated)
        .SelectMany(Constants);

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
