using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OtelGenAI.EndToEnd.Tests.Clients.ScriptedProvider;

/// <summary>Anthropic's Messages. Its input tokens leave out what the cache gave.</summary>
internal static class AnthropicMessages
{
    private const string Text = "Hello from Claude.";

    public static async Task AnswerAsync(HttpContext context, JsonNode request, string id)
    {
        var message = new JsonObject
        {
            ["id"] = "msg_" + id,
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = request["model"] + "-20250929",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = Text }),
            ["stop_reason"] = "end_turn",
            ["stop_sequence"] = null,
            ["usage"] = UsageOf(Usage.OfClaude),
        };
        if (!Answer.IsStream(request))
        {
            await context.Response.WriteJsonAsync(message);
            return;
        }

        var begun = message.DeepClone().AsObject();
        begun["content"] = new JsonArray();
        begun["stop_reason"] = null;
        begun["usage"]!["output_tokens"] = 1;
        await SendAsync("message_start", new JsonObject { ["message"] = begun });
        await SendAsync("content_block_start", new JsonObject { ["index"] = 0, ["content_block"] = new JsonObject { ["type"] = "text", ["text"] = "" } });
        foreach (var piece in Text.Split(' '))
        {
            await SendAsync("content_block_delta", new JsonObject { ["index"] = 0, ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = piece + " " } });
        }

        await SendAsync("content_block_stop", new JsonObject { ["index"] = 0 });
        await SendAsync("message_delta", new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = "end_turn", ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = Usage.OfClaude.Output },
        });
        await SendAsync("message_stop", []);

        Task SendAsync(string type, JsonObject data)
        {
            data["type"] = type;
            return context.Response.WriteEventAsync(data.ToJsonString(), type);
        }
    }

    private static JsonObject UsageOf(Usage usage) => new()
    {
        ["input_tokens"] = usage.Input - usage.CacheRead - usage.CacheWrite,
        ["cache_creation_input_tokens"] = usage.CacheWrite,
        ["cache_read_input_tokens"] = usage.CacheRead,
        ["cache_creation"] = new JsonObject { ["ephemeral_5m_input_tokens"] = usage.CacheWrite, ["ephemeral_1h_input_tokens"] = 0 },
        ["output_tokens"] = usage.Output,
        ["service_tier"] = "standard",
    };
}
