using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.ConventionCheck;

namespace OtelGenAI.Telemetry.Tests.ConventionCheck;

/// <summary>The convention check: every rule with a span that just breaks it and one that just does not.</summary>
public class ConventionCheckerTests
{
    [Fact]
    public void A_span_that_follows_the_conventions_has_no_finding()
    {
        var counts = new CheckedSpan().Check();

        Assert.Empty(counts.Items);
        Assert.Equal((1, 1), (counts.Spans, counts.GenAISpans));
    }

    [Fact]
    public void What_is_required_and_missing_is_a_violation_with_its_service_and_a_span()
    {
        var item = Assert.Single(new CheckedSpan().Without(GenAIAttributes.ProviderName).Check().Items);

        Assert.Equal((ConventionRule.MissingRequired, FindingLevel.Violation), (item.Finding.Rule, item.Finding.Rule.Level));
        Assert.Equal(("shop", GenAIAttributes.ProviderName, Some.SpanId(7), 1), (item.Finding.Service, item.Finding.Attribute, item.SpanId, item.Count));
    }

    [Fact]
    public void What_is_only_recommended_may_be_missing() =>
        Assert.Empty(new CheckedSpan().Without(GenAIAttributes.UsageInputTokens).Findings);

    [Fact]
    public void A_model_call_without_an_operation_is_one_that_is_missing_it()
    {
        Assert.Equal(
            [$"missing_required {GenAIAttributes.OperationName}"],
            new CheckedSpan { Kind = 1 }.Without(GenAIAttributes.OperationName).Findings);
        Assert.Empty(new CheckedSpan().Without(GenAIAttributes.OperationName).Without(GenAIAttributes.ProviderName).Without(GenAIAttributes.RequestModel)
            .Without(GenAIAttributes.UsageInputTokens).Without(GenAIAttributes.RequestTemperature).Without(GenAIAttributes.ResponseFinishReasons).Findings);
    }

    [Fact]
    public void A_span_that_failed_must_say_its_error_type_and_one_that_did_not_need_not()
    {
        Assert.Equal([$"missing_required {ErrorAttributes.Type}"], new CheckedSpan { Status = 2 }.Findings);
        Assert.Empty(new CheckedSpan { Status = 2 }.With(ErrorAttributes.Type, "timeout").Findings);
        Assert.Empty(new CheckedSpan { Status = 1 }.Findings);
    }

    [Fact]
    public void An_address_needs_its_port()
    {
        Assert.Equal([$"missing_required {ServerAttributes.Port}"], new CheckedSpan().With(ServerAttributes.Address, "api.example.com").Findings);
        Assert.Empty(new CheckedSpan().With(ServerAttributes.Address, "api.example.com").With(ServerAttributes.Port, CheckedSpan.Int(443)).Findings);
    }

    [Fact]
    public void A_provider_may_ask_for_more()
    {
        Assert.Equal([$"missing_required {GenAIAttributes.RequestModel}"], new CheckedSpan().Without(GenAIAttributes.RequestModel).Findings);
        Assert.Empty(new CheckedSpan().With(GenAIAttributes.ProviderName, GenAIProviderNameValues.Anthropic).Without(GenAIAttributes.RequestModel).Findings);
    }

    // Nobody but the sender knows whether there was something to say, or what the provider answered.
    private static readonly string[] OnlyTheSenderKnows =
    [
        "known", "applicable", "library or app supplies one; never synthesise", "app supplied it", "seed sent", "sent and not 1", "output format requested", "named prompt template used",
        "prompt.name set and version known", "response has an error code", "tier in response", "tier sent and not 'auto'", "resuming a stream", "single record targeted",
        "records involved and count known", "named external provider handles it", "port not 443", "single process run", "single exit code known",
    ];

    [Fact]
    public void Every_condition_of_the_registry_is_checked_or_one_that_only_the_sender_knows()
    {
        var conditions = ConventionRegistry.Spans.Concat(ConventionRegistry.SpanRefinements).SelectMany(span => span.Attributes)
            .Where(attribute => attribute is { Level: RequirementLevel.ConditionallyRequired, Condition: not null }).Select(attribute => attribute.Condition!).ToHashSet();

        Assert.Empty(conditions.Except(SpanRequirements.Decidable).Except(OnlyTheSenderKnows));
        Assert.Empty(SpanRequirements.Decidable.Except(conditions.Append("client.address present")));
    }

    [Theory]
    [InlineData("chat gpt-4o", true)]
    [InlineData("chat", false)]
    [InlineData("openai.chat", false)]
    public void A_span_is_named_after_what_it_knows(string name, bool isRight)
    {
        var span = new CheckedSpan { Name = name };

        Assert.Equal(isRight ? [] : ["span_name "], span.Findings);
        Assert.All(span.Check().Items, item => Assert.Equal((FindingLevel.Improvement, "a gen_ai.client.inference span is named '{gen_ai.operation.name} {gen_ai.request.model}'"), (item.Finding.Rule.Level, item.Finding.Message)));
    }

    [Fact]
    public void A_span_that_knows_less_is_named_after_that()
    {
        var anthropic = new CheckedSpan { Name = "chat" }.With(GenAIAttributes.ProviderName, GenAIProviderNameValues.Anthropic).Without(GenAIAttributes.RequestModel);

        Assert.Empty(anthropic.Findings);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(5, false)]
    public void A_model_call_is_a_clients_span_or_of_this_process(int kind, bool isRight) =>
        Assert.Equal(isRight ? [] : ["span_kind "], new CheckedSpan { Kind = kind }.Findings);

    [Fact]
    public void A_call_whose_first_chunk_was_timed_was_streamed_and_says_so()
    {
        var timed = new CheckedSpan().With(GenAIAttributes.ResponseTimeToFirstChunk, new System.Text.Json.Nodes.JsonObject { ["doubleValue"] = 0.5 });

        Assert.Equal([$"missing_required {GenAIAttributes.RequestStream}"], timed.Findings);
        Assert.Empty(timed.With(GenAIAttributes.RequestStream, new System.Text.Json.Nodes.JsonObject { ["boolValue"] = true }).Findings);
    }

    [Theory]
    [InlineData(McpMethodNameValues.ToolsCall, GenAIAttributes.ToolName, "search")]
    [InlineData(McpMethodNameValues.PromptsGet, GenAIAttributes.PromptName, "greet")]
    [InlineData(McpMethodNameValues.ResourcesRead, McpAttributes.ResourceUri, null)]
    public void What_an_MCP_request_is_about_is_on_its_span(string method, string attribute, string? target)
    {
        var span = Mcp(method, method);
        Assert.Equal([$"missing_required {attribute}"], span.Findings);

        Assert.Empty(Mcp(method, target is null ? method : $"{method} {target}").With(attribute, target ?? "file:///a").Findings);
        Assert.Empty(Mcp("notifications/initialized", "notifications/initialized").Without(JsonrpcAttributes.RequestId).Findings);

        static CheckedSpan Mcp(string method, string name) => new CheckedSpan { Name = name }
            .Without(GenAIAttributes.OperationName).Without(GenAIAttributes.ProviderName).Without(GenAIAttributes.RequestModel)
            .With(McpAttributes.MethodName, method).With(JsonrpcAttributes.RequestId, "1");
    }

    [Fact]
    public void A_value_of_another_type_is_a_violation()
    {
        Assert.Equal([$"wrong_type {GenAIAttributes.UsageInputTokens}"], new CheckedSpan().With(GenAIAttributes.UsageInputTokens, "12").Findings);
        Assert.Equal([$"wrong_type {GenAIAttributes.ResponseFinishReasons}"], new CheckedSpan().With(GenAIAttributes.ResponseFinishReasons, "[\"stop\"]").Findings);

        // A client in JavaScript sends 1.0 as 1.
        Assert.Empty(new CheckedSpan().With(GenAIAttributes.RequestTemperature, CheckedSpan.Int(1)).Findings);
    }

    [Fact]
    public void An_earlier_name_is_an_improvement_with_its_successor_and_counts_as_there()
    {
        var item = Assert.Single(new CheckedSpan().Without(GenAIAttributes.ProviderName).With(DeprecatedAttributes.GenAISystem, "openai").Check().Items);

        Assert.Equal((ConventionRule.RenamedName, FindingLevel.Improvement, GenAIAttributes.ProviderName), (item.Finding.Rule, item.Finding.Rule.Level, item.Finding.Successor));
    }

    [Fact]
    public void An_earlier_value_is_an_improvement_too() =>
        Assert.Equal(
            [$"renamed_name {DeprecatedAttributes.GenAISystem}", $"renamed_value {DeprecatedAttributes.GenAISystem}"],
            new CheckedSpan().Without(GenAIAttributes.ProviderName).With(DeprecatedAttributes.GenAISystem, "az.ai.openai").Findings.Order());

    [Fact]
    public void A_name_that_nothing_took_the_place_of_is_said_to_be_removed() =>
        Assert.Equal([$"removed_name {DeprecatedAttributes.GenAITokenType}"], new CheckedSpan().With(DeprecatedAttributes.GenAITokenType, "input").Findings);

    [Fact]
    public void A_hundred_numbered_names_are_one_finding()
    {
        var span = new CheckedSpan();
        for (var i = 0; i < 100; i++)
        {
            span.With($"{DeprecatedAttributes.GenAIPrompt}.{i}.content", "hello");
        }

        var item = Assert.Single(span.Check().Items);
        Assert.Equal((100, GenAIAttributes.InputMessages), (item.Count, item.Finding.Successor));
    }

    [Fact]
    public void A_name_that_means_something_else_on_some_operations_is_renamed_there_only()
    {
        var retrieval = new CheckedSpan().With(GenAIAttributes.OperationName, GenAIOperationNameValues.Retrieval).With(GenAIAttributes.RequestTopK, CheckedSpan.Int(5));

        Assert.Equal([$"renamed_name {GenAIAttributes.RequestTopK}"], retrieval.Findings);
        Assert.Empty(new CheckedSpan().With(GenAIAttributes.RequestTopK, CheckedSpan.Int(5)).Findings);
    }

    [Fact]
    public void A_message_event_is_renamed_and_another_event_is_not()
    {
        var item = Assert.Single(new CheckedSpan().WithEvent(DeprecatedEvents.GenAIUserMessage).WithEvent("cache.miss").Check().Items);

        Assert.Equal((ConventionRule.RenamedName, GenAIAttributes.InputMessages), (item.Finding.Rule, item.Finding.Successor));
    }

    [Fact]
    public void A_value_that_is_not_known_is_for_information_and_an_error_type_never_is()
    {
        var item = Assert.Single(new CheckedSpan().With(GenAIAttributes.ProviderName, "our-own").Without(GenAIAttributes.RequestModel).Check().Items);

        Assert.Equal((ConventionRule.UnknownValue, FindingLevel.Information), (item.Finding.Rule, item.Finding.Rule.Level));
        Assert.Empty(new CheckedSpan { Status = 2 }.With(ErrorAttributes.Type, "System.TimeoutException").Findings);
    }

    [Fact]
    public void A_long_value_is_not_repeated_in_a_finding() =>
        Assert.DoesNotContain(
            new string('x', 100),
            Assert.Single(new CheckedSpan().With(GenAIAttributes.ProviderName, new string('x', 100)).Without(GenAIAttributes.RequestModel).Check().Items).Finding.Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_name_in_the_conventions_namespace_that_they_do_not_have_is_for_information()
    {
        var own = GenAIAttributes.RequestModel + "_of_ours";

        Assert.Equal([$"unknown_name {own}"], new CheckedSpan().With(own, "x").Findings);
        Assert.Empty(new CheckedSpan().With("acme.anything", "x").Findings);
        Assert.Empty(new CheckedSpan().With(GenAIAttributes.PromptVariable + ".city", "Rome").Findings);
    }

    [Fact]
    public void Content_is_a_violation_only_where_the_policy_forbids_it()
    {
        var span = new CheckedSpan().With(GenAIAttributes.InputMessages, "[]");
        Assert.Empty(span.Findings);

        span.IsContentForbidden = true;
        Assert.Equal([$"content_forbidden {GenAIAttributes.InputMessages}"], span.Findings);
        Assert.Empty(new CheckedSpan { IsContentForbidden = true }.Findings);
    }

    [Fact]
    public void A_message_of_MCP_needs_its_method_and_no_operation()
    {
        CheckedSpan Mcp() => new CheckedSpan().Without(GenAIAttributes.OperationName).Without(GenAIAttributes.ProviderName).Without(GenAIAttributes.RequestModel)
            .With(McpAttributes.MethodName, "tools/list").With(JsonrpcAttributes.RequestId, "1");

        Assert.Empty(Mcp().Findings);
        Assert.Equal([$"missing_required {ErrorAttributes.Type}"], (Mcp() is var failed ? (failed.Status = 2, failed).failed : failed).Findings);
    }

    [Fact]
    public void An_agent_in_this_process_needs_no_provider_and_a_remote_one_does()
    {
        CheckedSpan Agent(int kind) => new CheckedSpan { Kind = kind }.With(GenAIAttributes.OperationName, GenAIOperationNameValues.InvokeAgent).Without(GenAIAttributes.ProviderName);

        Assert.Empty(Agent(kind: 1).Findings);
        Assert.Equal([$"missing_required {GenAIAttributes.ProviderName}"], Agent(kind: 3).Findings);
    }

    [Fact]
    public void Findings_of_made_up_names_are_bounded_and_the_rest_is_counted()
    {
        var counts = new FindingCounts();
        for (var i = 0; i < 10_005; i++)
        {
            counts.Add(new ConventionFinding("s", ConventionRule.UnknownName, $"n{i}", "m", null), Some.TraceId, Some.SpanId(1));
        }

        Assert.Equal((10_000, 5), (counts.Items.Count(), counts.NotListed));
    }
}
