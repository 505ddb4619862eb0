using System.Diagnostics;
using ModelContextProtocol.Server;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Context;

[Collection(ProcessWideCollection.Name)]
public sealed class ContextTests
{
    [Fact]
    public async Task All_of_the_context_is_on_every_span_and_on_no_metric()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(withMetrics: true);

        using (GenAI.BeginContext(
            conversationId: "c-1",
            sessionId: "s-1",
            userId: "u-1",
            tenant: "t-1",
            tags: ["beta", "web"],
            metadata: new Dictionary<string, string> { ["region"] = "eu" },
            promptName: "greeting",
            promptVersion: "7"))
        {
            await Task.Yield();
            using (GenAI.BeginContext(metadata: new Dictionary<string, string> { ["step"] = "2" }))
            using (GenAI.StartTool("search"))
            {
                await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
            }
        }

        Assert.All(telemetry.Of(GenAI.SourceName), static span =>
        {
            Assert.Equal("c-1", span.Tag(GenAIAttributes.ConversationId));
            Assert.Equal("s-1", span.Tag(SessionAttributes.Id));
            Assert.Equal("u-1", span.Tag(UserAttributes.Id));
            Assert.Equal("t-1", span.Tag(OtelGenAIAttributes.Tenant));
            Assert.Equal(["beta", "web"], (string[])span.Tag(OtelGenAIAttributes.Tags)!);
            Assert.Equal("eu", span.Tag(OtelGenAIAttributes.Metadata + ".region"));
            Assert.Equal("2", span.Tag(OtelGenAIAttributes.Metadata + ".step"));
        });
        var chat = Assert.Single(telemetry.Spans, static span => span.DisplayName == "chat gpt-x");
        var tool = Assert.Single(telemetry.Spans, static span => span.DisplayName == "execute_tool search");
        Assert.Equal(("greeting", "7"), (chat.Tag(GenAIAttributes.PromptName), chat.Tag(GenAIAttributes.PromptVersion)));
        Assert.Null(tool.Tag(GenAIAttributes.PromptName));
        Assert.All(telemetry.CollectMetrics(), static metric => Assert.DoesNotContain(metric.Tags.Values, static value => value is "u-1" or "s-1" or "c-1" or "t-1"));
    }

    [Fact]
    public async Task Without_being_asked_for_nothing_travels()
    {
        using var telemetry = new Telemetry(static options =>
        {
            options.BaggageScope = GenAIBaggageScope.OwnServices;
            options.BaggageHosts.Add("127.0.0.1");
        });

        using (GenAI.BeginContext(userId: "u-1"))
        {
            Assert.Null(await BaggageSentAsync("/own"));
        }
    }

    [Theory]
    [InlineData(GenAIBaggageScope.OwnServices, "127.0.0.1", "/own", "session.id=s%201,user.id=u-1")]
    [InlineData(GenAIBaggageScope.OwnServices, "127.*", "/own", "session.id=s%201,user.id=u-1")]
    [InlineData(GenAIBaggageScope.OwnServices, "other.example", "/own", null)]
    [InlineData(GenAIBaggageScope.OwnServices, "127.0.0.1", "/v1/chat/completions", null)]
    [InlineData(GenAIBaggageScope.Mcp, "127.0.0.1", "/own", null)]
    [InlineData(GenAIBaggageScope.None, "127.0.0.1", "/own", null)]
    public async Task Baggage_goes_where_its_scope_lets_it_and_never_to_a_model(GenAIBaggageScope scope, string host, string path, string? expected)
    {
        using var telemetry = new Telemetry(options =>
        {
            options.BaggageScope = scope;
            options.BaggageHosts.Add(host);
        });

        using (GenAI.BeginContext(sessionId: "s 1", userId: "u-1", asBaggage: true))
        {
            Assert.Equal(expected, await BaggageSentAsync(path));
        }
    }

    [Fact]
    public void The_propagator_of_before_is_back_when_instrumentation_ends()
    {
        var before = DistributedContextPropagator.Current;

        using (new Telemetry(static options => options.BaggageScope = GenAIBaggageScope.Mcp))
        {
            Assert.NotSame(before, DistributedContextPropagator.Current);
        }

        Assert.Same(before, DistributedContextPropagator.Current);
    }

    [Fact]
    public async Task A_tool_of_an_mcp_server_knows_for_whom_it_works()
    {
        using var telemetry = new Telemetry(static options => options.BaggageScope = GenAIBaggageScope.Mcp);
        await using var mcp = await McpPair.StartAsync(McpServerTool.Create(
            static (string text) =>
            {
                GenAI.StartRetrieval("documents").Dispose();
                return text;
            },
            new() { Name = "echo" }));

        using (GenAI.BeginContext(userId: "u-1", tenant: "t,1", asBaggage: true))
        {
            await mcp.Client.CallToolAsync("echo", new Dictionary<string, object?> { ["text"] = "hi" });
        }

        await mcp.StopAsync();
        var retrieval = Assert.Single(telemetry.Spans, static span => span.DisplayName == "retrieval documents");
        Assert.Equal(("u-1", "t,1"), (retrieval.Tag(UserAttributes.Id), retrieval.Tag(OtelGenAIAttributes.Tenant)));
        var server = Assert.Single(telemetry.Spans, static span => span.Kind == ActivityKind.Server && span.DisplayName == "tools/call echo");
        Assert.Equal("u-1", server.Tag(UserAttributes.Id));
    }

    private static async Task<string?> BaggageSentAsync(string path)
    {
        await using var provider = await FakeProvider.StartAsync();
        string? baggage = null;
        provider.Next(context =>
        {
            baggage = context.Request.Headers["baggage"];
            return Task.CompletedTask;
        });
        using var handler = new SocketsHttpHandler();
        using var client = new HttpClient(handler);
        using var content = new StringContent("""{"model":"gpt-x","messages":[]}""");
        using var response = await client.PostAsync(new Uri(provider.Address, path), content);
        return baggage;
    }
}
