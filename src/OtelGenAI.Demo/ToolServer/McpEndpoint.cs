using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace OtelGenAI.Demo.ToolServer;

/// <summary>MCP over Streamable HTTP on plain routing, without sessions: every request brings all it needs.</summary>
internal static class McpEndpoint
{
    private static readonly JsonTypeInfo<JsonRpcMessage> s_message =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    public static IEndpointConventionBuilder MapMcp(this IEndpointRouteBuilder routes, string path, params McpServerTool[] tools)
    {
        var options = new McpServerOptions { ServerInfo = new Implementation { Name = "travel-tools", Version = "1.0.0" }, ToolCollection = [.. tools] };
        return routes.MapPost(path, context => AnswerAsync(context, options));
    }

    private static async Task AnswerAsync(HttpContext context, McpServerOptions options)
    {
        var message = await JsonSerializer.DeserializeAsync(context.Request.Body, s_message, context.RequestAborted);
        if (message is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await using var transport = new StreamableHttpServerTransport { Stateless = true, FlowExecutionContextFromRequests = true };
        await using var server = McpServer.Create(transport, options);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var running = server.RunAsync(stop.Token);
        context.Response.ContentType = "text/event-stream";
        if (!await transport.HandlePostRequestAsync(message, context.Response.Body, context.RequestAborted))
        {
            context.Response.ContentType = null;
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }

        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
