namespace OtelGenAI.Conventions.Tests;

public sealed class ConventionRegistryTests
{
    private static readonly Dictionary<string, AttributeDefinition> Attributes =
        ConventionRegistry.Attributes.ToDictionary(attribute => attribute.Name, StringComparer.Ordinal);

    // As counted upstream at the commit conventions/README.md names.
    [Theory]
    [InlineData("gen_ai.", 79)]
    [InlineData("mcp.", 4)]
    [InlineData("openai.", 4)]
    [InlineData("aws.bedrock.", 2)]
    public void The_registry_has_as_many_current_attributes_as_upstream(string prefix, int count) => Assert.Equal(
        count,
        ConventionRegistry.Attributes.Count(attribute => attribute.Deprecated is null && attribute.Name.StartsWith(prefix, StringComparison.Ordinal)));

    [Fact]
    public void The_registry_has_as_many_spans_metrics_and_events_as_upstream()
    {
        Assert.Equal(13, ConventionRegistry.Spans.Count);
        Assert.Equal(8, ConventionRegistry.SpanRefinements.Count);
        Assert.Equal(23, ConventionRegistry.Metrics.Count(metric => metric.Deprecated is null));
        Assert.Equal(3, ConventionRegistry.Events.Count(telemetryEvent => telemetryEvent.Deprecated is null));
    }

    [Fact]
    public void No_rename_starts_at_a_current_attribute() =>
        Assert.All(ConventionRegistry.Renames, rename => Assert.False(IsCurrent(rename.OldName), rename.OldName));

    [Fact]
    public void Every_rename_ends_at_a_current_attribute() => Assert.All(
        ConventionRegistry.Renames.Select(rename => rename.NewName).OfType<string>()
            .Concat(ConventionRegistry.ConditionalRenames.Select(rename => rename.NewName))
            .Concat(ConventionRegistry.NumberedPrefixes.Select(prefix => prefix.NewName))
            .Concat(ConventionRegistry.EventRenames.SelectMany(rename => rename.NewAttributes)),
        name => Assert.True(IsCurrent(name), name));

    [Fact]
    public void Every_renamed_value_becomes_a_known_value_of_the_new_attribute() => Assert.All(
        ConventionRegistry.Renames.Where(rename => rename.ValueMap.Count > 0),
        rename => Assert.Subset(Attributes[rename.NewName!].Values.ToHashSet(), rename.ValueMap.Values.ToHashSet()));

    // A producer of core 1.26 to 1.36 may send any of these; one left out would be shown as a provider of its own.
    [Fact]
    public void Every_old_provider_is_a_current_one_or_mapped_to_one()
    {
        var rename = ConventionRegistry.Renames.Single(rename => rename.OldName == DeprecatedAttributes.GenAISystem);

        Assert.All(
            Attributes[DeprecatedAttributes.GenAISystem].Values,
            value => Assert.Contains(rename.ValueMap.GetValueOrDefault(value, value), Attributes[GenAIAttributes.ProviderName].Values));
    }

    [Fact]
    public void A_conditional_rename_keeps_its_name_on_other_operations()
    {
        var rename = Assert.Single(ConventionRegistry.ConditionalRenames);

        Assert.Equal((GenAIAttributes.RequestTopK, GenAIAttributes.RetrievalTopK), (rename.OldName, rename.NewName));
        Assert.Equal([GenAIOperationNameValues.Retrieval], rename.Operations);
        Assert.True(IsCurrent(rename.OldName));
    }

    [Fact]
    public void Value_renames_are_the_value_maps_with_their_versions() => Assert.Equal(
        ConventionRegistry.Renames.SelectMany(rename => rename.ValueMap.Select(pair => (rename.OldName, pair.Key, pair.Value))).Order(),
        ConventionRegistry.ValueRenames.Select(rename => (rename.AttributeName, rename.OldValue, rename.NewValue)).Order());

    [Fact]
    public void Buckets_ascend() => Assert.All(
        ConventionRegistry.Metrics,
        metric => Assert.Equal(metric.Buckets.Distinct().Order(), metric.Buckets));

    [Fact]
    public void Every_histogram_and_no_counter_has_buckets() => Assert.All(
        ConventionRegistry.Metrics,
        metric => Assert.Equal(metric.Instrument is MetricInstrument.Histogram, metric.Buckets.Length > 0));

    [Fact]
    public void Every_attribute_asked_for_exists() => Assert.All(
        ConventionRegistry.Spans.Concat(ConventionRegistry.SpanRefinements).SelectMany(span => span.Attributes)
            .Concat(ConventionRegistry.Metrics.SelectMany(metric => metric.Attributes))
            .Concat(ConventionRegistry.Events.SelectMany(telemetryEvent => telemetryEvent.Attributes)),
        requirement => Assert.True(Attributes.ContainsKey(requirement.Name), requirement.Name));

    [Fact]
    public void Every_operation_has_a_span_and_two_spans_of_one_operation_differ_in_kind()
    {
        var spans = ConventionRegistry.Spans.Where(span => span.Type.StartsWith("gen_ai.", StringComparison.Ordinal));
        var operations = spans.SelectMany(span => span.Operations.SelectMany(operation => span.Kinds.Take(1).Select(kind => (operation, kind)))).ToList();

        Assert.Equal(operations.Distinct(), operations);
        Assert.Equal(Attributes[GenAIAttributes.OperationName].Values.Order(), operations.Select(pair => pair.operation).Distinct().Order());
    }

    [Fact]
    public void Token_parts_are_counted_in_a_token_total() => Assert.All(
        ConventionRegistry.Attributes.Where(attribute => attribute.SubsetOf.Count > 0),
        part => Assert.All(part.SubsetOf, whole => Assert.True(IsCurrent(whole), whole)));

    [Fact]
    public void The_details_event_asks_for_what_the_inference_span_asks_for() => Assert.Equal(
        ConventionRegistry.Spans.Single(span => span.Type == "gen_ai.client.inference").Attributes,
        ConventionRegistry.Events.Single(telemetryEvent => telemetryEvent.Name == GenAIEvents.ClientInferenceOperationDetails).Attributes);

    [Theory]
    [InlineData(GenAIAttributes.InputMessages)]
    [InlineData(GenAIAttributes.OutputMessages)]
    [InlineData(GenAIAttributes.SystemInstructions)]
    [InlineData(GenAIAttributes.ToolCallArguments)]
    [InlineData(GenAIAttributes.ToolCallResult)]
    [InlineData(DeprecatedAttributes.GenAIPrompt)]
    [InlineData(DeprecatedAttributes.GenAICompletion)]
    public void Content_is_marked_sensitive(string name) => Assert.True(Attributes[name].IsSensitive);

    private static bool IsCurrent(string name) => Attributes.GetValueOrDefault(name) is { Deprecated: null };
}
