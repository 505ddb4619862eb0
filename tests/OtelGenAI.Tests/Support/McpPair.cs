using System.IO.Pipelines;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace OtelGenAI.Tests.Support;

/// <summary>An MCP client and server of this process, joined by two pipes.</summary>
internal sealed class McpPair : IAsyncDisposable
{
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private McpServer _server = null!;
    private Task _running = Task.CompletedTask;
    private bool _isStopped;

    public McpClient Client { get; private set; } = null!;

    public static async Task<McpPair> StartAsync(params McpServerTool[] tools)
    {
        var pair = new McpPair();
        var options = new McpServerOptions { ServerInfo = new() { Name = "server", Version = "1" }, ToolCollection = [.. tools] };
        pair._server = McpServer.Create(new StreamServerTransport(pair._toServer.Reader.AsStream(), pair._toClient.Writer.AsStream()), options);
        pair._running = pair._server.RunAsync();
        pair.Client = await McpClient.CreateAsync(new StreamClientTransport(pair._toServer.Writer.AsStream(), pair._toClient.Reader.AsStream()));
        return pair;
    }

    /// <summary>Ends the server, and with it its last span.</summary>
    public async Task StopAsync()
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        await Client.DisposeAsync();
        await _toServer.Writer.CompleteAsync();
        await _running;
        await _server.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
