using System.Diagnostics;
using ModelContextProtocol.Server;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Tap;

[Collection(ProcessWideCollection.Name)]
public sealed class McpTests
{
    [Fact]
    public async Task A_tool_of_an_mcp_server_runs_in_the_trace_of_the_agent_that_called_it()
    {
        using var telemetry = new Telemetry();
        ActivityContext seenByTool = default;
        await using var mcp = await McpPair.StartAsync(McpServerTool.Create((string text) => Echo(text, out seenByTool), new() { Name = "echo" }));

        using (GenAI.StartAgent("helper"))
        using (GenAI.StartTool("echo", callId: "call_1"))
        {
            await mcp.Client.CallToolAsync("echo", new Dictionary<string, object?> { ["text"] = "hi" });
        }

        await mcp.StopAsync();
        var agent = Assert.Single(telemetry.Spans, span => span.DisplayName == "invoke_agent helper");
        var tool = Assert.Single(telemetry.Spans, span => span.DisplayName == "execute_tool echo");
        var server = Assert.Single(telemetry.Spans, span => span.Kind == ActivityKind.Server && span.DisplayName == "tools/call echo");
        Assert.Equal(agent.SpanId, tool.ParentSpanId);
        Assert.Equal(tool.SpanId, server.ParentSpanId);
        Assert.Equal(server.Context.SpanId, seenByTool.SpanId);
        Assert.Equal("tools/call", tool.Tag(McpAttributes.MethodName));
    }

    [Fact]
    public async Task A_span_that_mcp_writes_on_has_no_key_twice()
    {
        using var telemetry = new Telemetry();
        await using var mcp = await McpPair.StartAsync(McpServerTool.Create((string text) => text, new() { Name = "echo" }));

        using (GenAI.StartTool("echo"))
        {
            await mcp.Client.CallToolAsync("echo", new Dictionary<string, object?> { ["text"] = "hi" });
        }

        var tool = Assert.Single(telemetry.Spans, span => span.DisplayName == "execute_tool echo");
        Assert.Equal(tool.TagObjects.Select(tag => tag.Key).Distinct().Count(), tool.TagObjects.Count());
    }

    [Fact]
    public async Task What_a_failed_mcp_tool_answers_does_not_leak_into_the_status()
    {
        using var telemetry = new Telemetry();
        await using var mcp = await McpPair.StartAsync(McpServerTool.Create(
            string (string text) => throw new ModelContextProtocol.McpException("secret of " + text),
            new() { Name = "fail" }));

        await mcp.Client.CallToolAsync("fail", new Dictionary<string, object?> { ["text"] = "hi" });

        await mcp.StopAsync();
        var failed = telemetry.Spans.Where(span => span.Status == ActivityStatusCode.Error).ToList();
        Assert.NotEmpty(failed);
        Assert.All(failed, span => Assert.DoesNotContain("secret", span.StatusDescription ?? "", StringComparison.Ordinal));
    }

    private static string Echo(string text, out ActivityContext seen)
    {
        seen = Activity.Current?.Context ?? default;
        return text;
    }
}
