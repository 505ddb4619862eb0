using System.ClientModel;
using System.Diagnostics;
using System.IO.Pipelines;
using Anthropic;
using Anthropic.Models.Messages;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

#pragma warning disable OPENAI001 // The Responses client is marked experimental by the SDK.

namespace OtelGenAI.EndToEnd.Tests.Clients;

/// <summary>The .NET SDKs under our instrumentation, against the same provider and with the same figures as <see cref="NpmClientTests"/>.</summary>
[Collection(nameof(GenAI))]
public sealed class DotNetClientTests(ClientRuns runs) : IClassFixture<ClientRuns>, IDisposable
{
    private const string SourceName = "EndToEnd.Clients";

    private readonly ActivitySource _source = new(SourceName);

    public void Dispose() => _source.Dispose();

    // gpt-4.1-mini: 1200 × 0.40 + 30 × 1.60 = 528; 276 × 0.40 + 1024 × 0.10 + 50 × 1.60 = 292.8; 388 × 0.40 + 512 × 0.10 + 40 × 1.60 = 270.4.
    // claude-sonnet-4-5: 200 × 3 + 1000 × 0.30 + 300 × 3.75 + 80 × 15 = 3225. text-embedding-3-small: 12 × 0.02 = 0.24. Millionths of a dollar.
    [Fact]
    public async Task The_OpenAI_Anthropic_and_MCP_SDKs_in_an_agent()
    {
        string traceId;
        // Before the request begins: what the client and the server say to each other first is not a part of it.
        await using var mcp = await McpPair.StartAsync(McpServerTool.Create((string city) => $"sunny in {city}", new() { Name = "get_weather" }));
        using (var tracing = Tracing())
        {
            using (var request = _source.StartActivity("handle request", ActivityKind.Internal, parentContext: default)!)
            {
                traceId = request.TraceId.ToHexString();
                await RunAgentAsync(mcp.Client);
                await CallOtherApisAsync();
            }

            await mcp.StopAsync();
            Assert.True(tracing.ForceFlush());
        }

        Assert.Equal(
            """
            span handle request
              agent invoke_agent helper
                llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 1200(0,)→30(10) $0.000528
                tool execute_tool get_weather
                  mcp tools/call get_weather
                llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 1300(1024,)→50(20) $0.0002928
              llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 900(512,)→40(16) $0.0002704
              llm chat gpt-4.1-mini: gpt-4.1-mini-2025-04-14 900(512,)→40(16) $0.0002704
              embedding embeddings text-embedding-3-small: text-embedding-3-small 12(,)→() $0.00000024
              llm chat claude-sonnet-4-5: claude-sonnet-4-5-20250929 1500(1000,300)→80() $0.003225
            sum 5812→240 $0.00458684, 0 unpriced
            """,
            Outline.Of(await runs.TraceAsync(traceId, "dotnet")));
    }

    private TracerProvider Tracing() => Sdk.CreateTracerProviderBuilder()
        .ConfigureResource(resource => resource.AddService("dotnet"))
        .AddSource(SourceName)
        .AddGenAIInstrumentation()
        .AddOtlpExporter(exporter => (exporter.Protocol, exporter.Endpoint, exporter.TimeoutMilliseconds) =
            (OtlpExportProtocol.Grpc, runs.Collector.Grpc, SpanLedger.PatienceMilliseconds))
        .Build();

    private async Task RunAgentAsync(McpClient mcp)
    {
        var chat = OpenAISdk.GetChatClient("gpt-4.1-mini");
        var options = new ChatCompletionOptions
        {
            Tools = { ChatTool.CreateFunctionTool("get_weather", "Weather of a city", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}""")) },
        };
        using (GenAI.StartAgent("helper"))
        {
            List<ChatMessage> messages = [new SystemChatMessage("Be brief."), new UserChatMessage("How is the weather in Paris?")];
            ChatCompletion asked = await chat.CompleteChatAsync(messages, options);
            messages.Add(new AssistantChatMessage(asked));
            using (GenAI.StartTool("get_weather", callId: asked.ToolCalls[0].Id))
            {
                await mcp.CallToolAsync("get_weather", new Dictionary<string, object?> { ["city"] = "Paris" });
            }

            messages.Add(new ToolChatMessage(asked.ToolCalls[0].Id, "sunny in Paris"));
            await chat.CompleteChatAsync(messages, options);
        }
    }

    private async Task CallOtherApisAsync()
    {
        // The SDK asks for the usage of a stream by itself.
        await foreach (var update in OpenAISdk.GetChatClient("gpt-4.1-mini").CompleteChatStreamingAsync(new UserChatMessage("Say hello.")))
        {
            Assert.NotNull(update);
        }

        var responses = new ResponsesClient(new ApiKeyCredential("key"), new ResponsesClientOptions { Endpoint = Endpoint });
        await responses.CreateResponseAsync(new CreateResponseOptions { Model = "gpt-4.1-mini", InputItems = { ResponseItem.CreateUserMessageItem("Say hello.") } });
        await OpenAISdk.GetEmbeddingClient("text-embedding-3-small").GenerateEmbeddingAsync("hello");
        var claude = new AnthropicClient { BaseUrl = runs.Provider.Address.ToString().TrimEnd('/'), ApiKey = "key" };
        await claude.Messages.Create(new MessageCreateParams { MaxTokens = 100, Model = "claude-sonnet-4-5", Messages = [new UserMessageParam("Say hello.")] });
    }

    private Uri Endpoint => new(runs.Provider.Address, "/v1");

    private OpenAIClient OpenAISdk => new(new ApiKeyCredential("key"), new OpenAIClientOptions { Endpoint = Endpoint });

    /// <summary>An MCP client and server in this process.</summary>
    private sealed class McpPair : IAsyncDisposable
    {
        private readonly Pipe _toServer = new();
        private readonly Pipe _toClient = new();
        private McpServer _server = null!;
        private Task _running = Task.CompletedTask;
        private bool _isStopped;

        public McpClient Client { get; private set; } = null!;

        public static async Task<McpPair> StartAsync(McpServerTool tool)
        {
            var pair = new McpPair();
            var options = new McpServerOptions { ServerInfo = new() { Name = "server", Version = "1" }, ToolCollection = [tool] };
            pair._server = McpServer.Create(new StreamServerTransport(pair._toServer.Reader.AsStream(), pair._toClient.Writer.AsStream()), options);
            pair._running = pair._server.RunAsync();
            pair.Client = await McpClient.CreateAsync(new StreamClientTransport(pair._toServer.Writer.AsStream(), pair._toClient.Reader.AsStream()));
            return pair;
        }

        /// <summary>Ends the server, and with it its last span.</summary>
        public async Task StopAsync()
        {
            if (!_isStopped)
            {
                _isStopped = true;
                await Client.DisposeAsync();
                await _toServer.Writer.CompleteAsync();
                await _running;
                await _server.DisposeAsync();
            }
        }

        public async ValueTask DisposeAsync() => await StopAsync();
    }
}
