using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using OpenAI.Chat;

namespace OtelGenAI.Demo.AgentService;

/// <summary>The agent's tools: two over MCP, the currency desk over plain HTTP.</summary>
internal sealed class TravelTools(Uri toolServer) : IAsyncDisposable
{
    private const string Currency = "convert_currency";

    private readonly HttpClient _http = new() { BaseAddress = toolServer };
    private readonly HttpClientTransport _transport = new(new HttpClientTransportOptions
    {
        Endpoint = new Uri(toolServer, "/mcp"),
        TransportMode = HttpTransportMode.StreamableHttp,
    });

    private McpClient? _mcp;

    /// <summary>What the model is told about the tools; empty until connected.</summary>
    public IReadOnlyList<ChatTool> Definitions { get; private set; } = [];

    /// <summary>Connects to the tool server and asks what it offers.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _mcp = await McpClient.CreateAsync(_transport, cancellationToken: cancellationToken);
        var offered = await _mcp.ListToolsAsync(cancellationToken: cancellationToken);
        Definitions =
        [
            .. offered.Select(static tool => ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText()))),
            ChatTool.CreateFunctionTool(Currency, "Converts an amount of money at today's rate", BinaryData.FromString(
                """
                {"type":"object","properties":{"amount":{"type":"number"},"from":{"type":"string"},"to":{"type":"string"}},"required":["amount","from","to"]}
                """)),
        ];
    }

    /// <summary>Executes what the model asked for; a failure is told to the model, which may know what to do.</summary>
    public async Task<string> ExecuteAsync(ChatToolCall call, CancellationToken cancellationToken)
    {
        using var tool = GenAI.StartTool(call.FunctionName, call.Id);
        tool.SetArguments(call.FunctionArguments.ToString());
        try
        {
            var result = call.FunctionName == Currency
                ? await ConvertAsync(call.FunctionArguments, cancellationToken)
                : await CallMcpAsync(call, cancellationToken);
            tool.SetResult(result);
            return result;
        }
        catch (Exception exception) when (exception is HttpRequestException or ModelContextProtocol.McpException or JsonException)
        {
            tool.Fail(exception);
            return "The tool failed.";
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_mcp is not null)
        {
            await _mcp.DisposeAsync();
        }

        await _transport.DisposeAsync();
    }

    private async Task<string> CallMcpAsync(ChatToolCall call, CancellationToken cancellationToken)
    {
        var arguments = JsonSerializer.Deserialize<Dictionary<string, object?>>(call.FunctionArguments);
        var result = await _mcp!.CallToolAsync(call.FunctionName, arguments, cancellationToken: cancellationToken);
        return string.Concat(result.Content.OfType<TextContentBlock>().Select(static block => block.Text));
    }

    private async Task<string> ConvertAsync(BinaryData json, CancellationToken cancellationToken)
    {
        using var arguments = JsonDocument.Parse(json);
        var root = arguments.RootElement;
        var query = $"/convert?amount={root.GetProperty("amount").GetRawText()}&from={root.GetProperty("from")}&to={root.GetProperty("to")}";
        return await _http.GetStringAsync(new Uri(query, UriKind.Relative), cancellationToken);
    }
}
