using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Collector.Commands;
using OtelGenAI.Collector.Tests.Receivers;
using OtelGenAI.Conventions;
using OtelGenAI.EndToEnd.Tests;

namespace OtelGenAI.Collector.Tests.Commands;

/// <summary><c>otelgenai check</c>, on files and on a running collector.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static string Clean => Request("1", (GenAIAttributes.OperationName, "chat"), (GenAIAttributes.ProviderName, "openai"), (GenAIAttributes.RequestModel, "gpt-4o"));

    private static string WithoutProvider => Request("2", (GenAIAttributes.OperationName, "chat"), (GenAIAttributes.RequestModel, "gpt-4o"));

    private static string WithEarlierName => Request("3", (GenAIAttributes.OperationName, "chat"), (DeprecatedAttributes.GenAISystem, "openai"), (GenAIAttributes.RequestModel, "gpt-4o"));

    private static string WithUnknownValue => Request("4", (GenAIAttributes.OperationName, "chat"), (GenAIAttributes.ProviderName, "our-own"));

    [Fact]
    public void A_file_without_a_fault_ends_with_0()
    {
        var (exitCode, output, _) = Check(Clean);

        Assert.Equal(0, exitCode);
        Assert.Equal("1 spans checked, 1 of them GenAI or MCP: 0 violations, 0 improvements, 0 for information.", output);
    }

    [Fact]
    public void A_violation_ends_with_1_and_names_service_span_and_fault()
    {
        var (exitCode, output, _) = Check(WithoutProvider);

        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            $"violation    missing_required  shop: {GenAIAttributes.ProviderName} is missing on a gen_ai.client.inference span; 1 ×, first on span 0000000000000002",
            output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("improvement", 1)]
    [InlineData("violation", 0)]
    public void The_least_level_that_fails_is_an_option(string level, int expected) => Assert.Equal(expected, Check(WithEarlierName, "--fail-on", level).ExitCode);

    [Fact]
    public void What_is_only_worth_a_look_does_not_fail_unless_asked()
    {
        Assert.Equal(0, Check(WithUnknownValue).ExitCode);
        Assert.Equal(1, Check(WithUnknownValue, "--fail-on", "information").ExitCode);
    }

    [Fact]
    public void Content_is_forbidden_by_an_option()
    {
        var request = Request("5", (GenAIAttributes.OperationName, "chat"), (GenAIAttributes.ProviderName, "openai"), (GenAIAttributes.RequestModel, "m"), (GenAIAttributes.InputMessages, "[]"));

        Assert.Equal(0, Check(request).ExitCode);
        Assert.Equal(1, Check(request, "--forbid-content").ExitCode);
    }

    [Fact]
    public void Several_requests_in_a_file_are_counted_together_and_JSON_is_for_programs()
    {
        var (exitCode, output, _) = Check($"{Clean}\n{WithoutProvider}\n{WithoutProvider}\n", "--json");

        var report = JsonNode.Parse(output)!;
        Assert.Equal(1, exitCode);
        Assert.Equal((3, 2), ((int)report["checkedSpans"]!, (int)report["violations"]!));
        var item = Assert.Single(report["items"]!.AsArray())!;
        Assert.Equal(("violation", "missing_required", "shop", 2), ((string?)item["level"], (string?)item["rule"], (string?)item["service"], (int)item["count"]!));
        Assert.Equal("0000000000000002", (string?)item["example"]!["spanId"]);
    }

    [Fact]
    public void A_file_in_protobuf_is_checked_too()
    {
        var path = Path.Combine(_folder.Path, "request.pb");
        File.WriteAllBytes(path, OtlpBytes.Request("00000000000000aa", "00000000000000ab"));

        var (exitCode, output, _) = Run(path);

        Assert.Equal(0, exitCode);
        Assert.StartsWith("2 spans checked, 0 of them GenAI", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"resourceSpans\":[", "is no JSON")]
    [InlineData("{\"resourceSpans\":7}", "is no OTLP")]
    [InlineData("{\"hello\":1}", "has no spans")]
    [InlineData("hello", "is no OTLP")]
    public void What_cannot_be_checked_ends_with_2_and_says_why(string content, string problem)
    {
        var (exitCode, _, error) = Check(content);

        Assert.Equal(2, exitCode);
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_ends_with_2()
    {
        Assert.Equal(2, Run(Path.Combine(_folder.Path, "nothing.json")).ExitCode);
        Assert.Contains("a file, or --url", Run().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_collector_is_checked_to_the_end_of_its_pages()
    {
        await using var collector = await TestCollector.StartAsync();
        for (var trace = 0; trace < 405; trace++)
        {
            var request = (trace % 2 == 0 ? WithoutProvider : Clean).Replace(OtlpBytes.TraceId, $"{trace + 1:x32}", StringComparison.Ordinal);
            using var posted = await collector.PostAsync(Encoding.UTF8.GetBytes(request), "application/json");
            Assert.True(posted.IsSuccessStatusCode);
        }

        var (exitCode, output, error) = await Task.Run(() => Run("--url", collector.Api.BaseAddress!.ToString(), "--json"));

        Assert.True(exitCode == 1, error);
        Assert.Equal((405, 203), ((int)JsonNode.Parse(output)!["checkedSpans"]!, (int)JsonNode.Parse(output)!["violations"]!));
        var (later, nothing, _) = await Task.Run(() => Run("--url", collector.Api.BaseAddress!.ToString(), "--from", "2100-01-01T00:00:00Z"));
        Assert.Equal((0, "0 spans checked, 0 of them GenAI or MCP: 0 violations, 0 improvements, 0 for information."), (later, nothing));
    }

    [Fact]
    public async Task A_collector_that_refuses_or_is_not_there_ends_with_2_and_its_words()
    {
        var collector = await TestCollector.StartAsync();
        var url = collector.Api.BaseAddress!.ToString();

        var (exitCode, _, error) = await Task.Run(() => Run("--url", url, "--from", "yesterday"));

        Assert.Equal(2, exitCode);
        Assert.Contains("from 'yesterday' is not an RFC 3339 time", error, StringComparison.Ordinal);
        await collector.DisposeAsync();
        Assert.Contains("cannot be reached", (await Task.Run(() => Run("--url", url))).Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private (int ExitCode, string Output, string Error) Check(string content, params string[] options)
    {
        var path = Path.Combine(_folder.Path, "request.json");
        File.WriteAllText(path, content);
        return Run([path, .. options]);
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var exitCode = CollectorCommands.Root().Parse(["check", .. arguments]).Invoke(new() { Output = output, Error = error });
        return (exitCode, output.ToString().Trim(), error.ToString().Trim());
    }

    private static string Request(string spanId, params (string Key, string Value)[] attributes)
    {
        var span = new JsonObject
        {
            ["traceId"] = OtlpBytes.TraceId,
            ["spanId"] = spanId.PadLeft(16, '0'),
            ["name"] = string.Join(' ', attributes.Where(attribute => attribute.Key is GenAIAttributes.OperationName or GenAIAttributes.RequestModel).Select(attribute => attribute.Value)),
            ["kind"] = 3,
            ["startTimeUnixNano"] = "1700000000000000000",
            ["endTimeUnixNano"] = "1700000000500000000",
            ["attributes"] = Attributes(attributes),
        };
        var resource = new JsonObject { ["attributes"] = Attributes((ServiceAttributes.Name, "shop")) };
        return new JsonObject
        {
            ["resourceSpans"] = new JsonArray(new JsonObject
            {
                ["resource"] = resource,
                ["scopeSpans"] = new JsonArray(new JsonObject { ["spans"] = new JsonArray(span) }),
            }),
        }.ToJsonString();
    }

    private static JsonArray Attributes(params (string Key, string Value)[] attributes) => new([.. attributes.Select(
        attribute => new JsonObject { ["key"] = attribute.Key, ["value"] = new JsonObject { ["stringValue"] = attribute.Value } })]);
}
