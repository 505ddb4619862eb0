using System.Text.Json.Nodes;
using OpenAI.Chat;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Content;

[Collection(ProcessWideCollection.Name)]
public sealed class RedactionTests
{
    [Theory]
    [InlineData("write to jane.doe+x@mail.example.co.uk now", "write to [email] now")]
    [InlineData("call +47 22 12 34 56 or (415) 555-2671 or 415-555-2671.", "call [phone] or [phone] or [phone].")]
    [InlineData("card 4111 1111 1111 1111, 4111111111111111, 5500-0000-0000-0004", "card [card], [card], [card]")]
    [InlineData("not a card: 4111 1111 1111 1112", "not a card: 4111 1111 1111 1112")]
    [InlineData("to NO93 8601 1117 947 or DE89370400440532013000", "to [iban] or [iban]")]
    [InlineData("not an iban: DE88370400440532013000", "not an iban: DE88370400440532013000")]
    [InlineData("from 192.168.1.20, 2001:db8::1 and ::1", "from [ip], [ip] and [ip]")]
    [InlineData("version 1.2.3, 999.1.1.1 at 12:30:45", "version 1.2.3, 999.1.1.1 at 12:30:45")]
    [InlineData("key sk-proj-abcdefghijklmnop1234 and AKIAIOSFODNN7EXAMPLE", "key [key] and [key]")]
    [InlineData("Authorization: Bearer abcdefghijklmnopqrstuvwxyz012345", "Authorization: [key]")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- end", "[key] end")]
    [InlineData("order 12345, in 2026-11-20, costs 1,234.50, trace 0af7651916cd43dd8448eb211c80319c", "order 12345, in 2026-11-20, costs 1,234.50, trace 0af7651916cd43dd8448eb211c80319c")]
    public void Rules_find_what_they_name_and_leave_the_rest(string text, string expected) => Assert.Equal(expected, PiiRules.Apply(GenAIPiiRules.All, text));

    [Theory]
    [InlineData(GenAIPiiRules.Email)]
    [InlineData(GenAIPiiRules.Phone)]
    [InlineData(GenAIPiiRules.Card)]
    [InlineData(GenAIPiiRules.Iban)]
    [InlineData(GenAIPiiRules.ApiKey)]
    [InlineData(GenAIPiiRules.IPAddress)]
    public void A_rule_works_alone(GenAIPiiRules rule)
    {
        const string All = "a@example.com, +47 22 12 34 56, 4111 1111 1111 1111, DE89370400440532013000, AKIAIOSFODNN7EXAMPLE, 10.0.0.1";

        Assert.Equal(1, PiiRules.Apply(rule, All).Count(static letter => letter == '['));
    }

    [Fact]
    public void Redacted_json_stays_json_and_escapes_hide_nothing()
    {
        var redaction = new ContentRedaction(GenAIPiiRules.All, hook: null);

        var redacted = redaction.ApplyToJson(
            GenAIContentKinds.ToolArguments,
            """{"to":"jane\u0040example.com","card":4111111111111111,"n":[1,2.5,true,null],"a@example.com":"x"}""");

        Assert.Equal("""{"to":"[email]","card":"[card]","n":[1,2.5,true,null],"[email]":"x"}""", redacted);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    public void A_text_made_to_be_slow_takes_a_second_at_most_or_is_given_up(int length)
    {
        var redaction = new ContentRedaction(GenAIPiiRules.All, hook: null);
        foreach (var pattern in new[] { "1-", "a.", "1.1.", "a@a.", "DE12 ", ":::", "+1 (", "-----BEGIN PRIVATE KEY-----" })
        {
            var text = string.Concat(Enumerable.Repeat(pattern, length / pattern.Length));
            var watch = System.Diagnostics.Stopwatch.StartNew();

            Assert.NotNull(redaction.Apply(GenAIContentKinds.User, text));

            // Six rules with a quarter of a second each; the rest is a busy machine.
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 15);
        }
    }

    [Fact]
    public async Task What_is_captured_is_redacted_wherever_it_stands()
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextJson(FakeProvider.ChatAnswer.Replace("Hello there", "ask joe@example.com", StringComparison.Ordinal));
        using var telemetry = new Telemetry(static options =>
        {
            options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
            options.RedactPii = GenAIPiiRules.All;
        });

        using (var tool = GenAI.StartTool("mail"))
        {
            tool.SetArguments("""{"to":"jane@example.com"}""");
            tool.SetResult("sent to jane@example.com");
            tool.Fail(new InvalidOperationException("no route to jane@example.com"));
            await Some.ChatClient(provider).CompleteChatAsync([new SystemChatMessage("You are bot@example.com"), new UserChatMessage("I am jane@example.com")]);
        }

        foreach (var span in telemetry.Spans)
        {
            Assert.All(span.TagObjects, static tag => Assert.DoesNotContain("@example.com", tag.Value?.ToString() ?? "", StringComparison.Ordinal));
            Assert.DoesNotContain("@example.com", span.StatusDescription ?? "", StringComparison.Ordinal);
        }

        Assert.Contains("I am [email]", (string)Assert.Single(telemetry.Spans, static span => span.DisplayName == "chat gpt-x").Tag(GenAIAttributes.InputMessages)!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_gets_the_kind_may_replace_and_may_drop()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(static options =>
        {
            options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
            options.Redact = static piece => piece.Kind switch
            {
                GenAIContentKinds.System => null,
                GenAIContentKinds.User => "user: " + piece.Text.Length,
                _ => piece.Text,
            };
        });

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        AssertJson(
            """[{"role":"system","parts":[]},{"role":"user","parts":[{"type":"text","content":"user: 9"}]}]""",
            telemetry.OwnSpan.Tag(GenAIAttributes.InputMessages));
        AssertJson(
            """[{"role":"assistant","parts":[{"type":"text","content":"Hello there"}],"finish_reason":"stop"}]""",
            telemetry.OwnSpan.Tag(GenAIAttributes.OutputMessages));
    }

    [Fact]
    public async Task A_hook_that_throws_costs_the_text_and_not_the_secret()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(static options =>
        {
            options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
            options.Redact = static _ => throw new InvalidOperationException("out of order");
        });

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        Assert.Equal(11L, telemetry.OwnSpan.Tag(GenAIAttributes.UsageInputTokens));
        AssertJson(
            """[{"role":"system","parts":[{"type":"text","content":"[redaction failed]"}]},{"role":"user","parts":[{"type":"text","content":"[redaction failed]"}]}]""",
            telemetry.OwnSpan.Tag(GenAIAttributes.InputMessages));
    }

    [Fact]
    public async Task Kinds_that_are_left_out_leave_their_shape()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(static options =>
        {
            options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
            options.CaptureKinds = GenAIContentKinds.Assistant;
        });
        var call = ChatToolCall.CreateFunctionToolCall("call_1", "weather", BinaryData.FromString("""{"city":"Oslo"}"""));

        await Some.ChatClient(provider).CompleteChatAsync(
            [new SystemChatMessage("Be brief."), new UserChatMessage("Weather?"), new AssistantChatMessage([call]), new ToolChatMessage("call_1", "12 degrees")],
            new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("weather", "Tells the weather") } });

        AssertJson(
            """
            [{"role":"system","parts":[]},{"role":"user","parts":[]},
             {"role":"assistant","parts":[{"type":"tool_call","id":"call_1","name":"weather"}]},
             {"role":"tool","parts":[{"type":"tool_call_response","id":"call_1","response":""}]}]
            """,
            telemetry.OwnSpan.Tag(GenAIAttributes.InputMessages));
        Assert.Null(telemetry.OwnSpan.Tag(GenAIAttributes.ToolDefinitions));
        Assert.NotNull(telemetry.OwnSpan.Tag(GenAIAttributes.OutputMessages));
    }

    [Fact]
    public void What_another_library_captured_is_redacted_too()
    {
        using var source = new System.Diagnostics.ActivitySource("Experimental.Microsoft.Extensions.AI");
        using var telemetry = new Telemetry(static options => options.RedactPii = GenAIPiiRules.Email);

        using (var chat = source.StartActivity("chat x"))
        {
            chat!.SetTag(GenAIAttributes.InputMessages, """[{"role":"user","parts":[{"type":"text","content":"I am jane@example.com"}]}]""");
        }

        AssertJson("""[{"role":"user","parts":[{"type":"text","content":"I am [email]"}]}]""", Assert.Single(telemetry.Spans).Tag(GenAIAttributes.InputMessages));
    }

    private static void AssertJson(string expected, object? actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), JsonNode.Parse((string)actual!)!.ToJsonString());
}
