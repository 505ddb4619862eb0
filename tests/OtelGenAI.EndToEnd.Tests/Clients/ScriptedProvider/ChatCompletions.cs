using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OtelGenAI.EndToEnd.Tests.Clients.ScriptedProvider;

/// <summary>OpenAI's chat completions. As in the real one, a stream has usage only when it was asked for.</summary>
internal static class ChatCompletions
{
    public static async Task AnswerAsync(HttpContext context, JsonNode request, string id)
    {
        var answer = Answer.To(
            "chatcmpl-" + id,
            request["model"] + "-2025-04-14",
            (string?)request["tools"]?[0]?["function"]?["name"],
            hasResult: request["messages"]!.AsArray().Any(message => (string?)message!["role"] == "tool"));
        if (!Answer.IsStream(request))
        {
            var whole = Frame(answer, "chat.completion");
            whole["choices"] = Choice("message", Message(answer, isDelta: false), FinishReason(answer));
            whole["usage"] = UsageOf(answer.Usage);
            await context.Response.WriteJsonAsync(whole);
            return;
        }

        foreach (var delta in Deltas(answer))
        {
            await SendAsync(context, answer, Choice("delta", delta, finishReason: null));
        }

        await SendAsync(context, answer, Choice("delta", [], FinishReason(answer)));
        if ((bool?)request["stream_options"]?["include_usage"] == true)
        {
            await SendAsync(context, answer, [], UsageOf(answer.Usage));
        }

        await context.Response.WriteEventAsync("[DONE]");
    }

    private static IEnumerable<JsonObject> Deltas(Answer answer)
    {
        if (answer.Tool is not null)
        {
            yield return Message(answer, isDelta: true);
            yield break;
        }

        yield return new JsonObject { ["role"] = "assistant", ["content"] = "" };
        foreach (var piece in answer.Pieces)
        {
            yield return new JsonObject { ["content"] = piece };
        }
    }

    private static JsonObject Message(Answer answer, bool isDelta)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = answer.Text };
        if (answer.Tool is not null)
        {
            var call = new JsonObject
            {
                ["id"] = Answer.ToolCallId,
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = answer.Tool, ["arguments"] = Answer.ToolArguments },
            };
            if (isDelta)
            {
                call["index"] = 0;
            }

            message["tool_calls"] = new JsonArray(call);
        }

        return message;
    }

    private static async Task SendAsync(HttpContext context, Answer answer, JsonArray choices, JsonObject? usage = null)
    {
        var chunk = Frame(answer, "chat.completion.chunk");
        chunk["choices"] = choices;
        chunk["usage"] = usage;
        await context.Response.WriteEventAsync(chunk.ToJsonString());
    }

    private static JsonArray Choice(string name, JsonObject message, string? finishReason) =>
        [(JsonNode)new JsonObject { ["index"] = 0, [name] = message, ["finish_reason"] = finishReason }];

    private static string FinishReason(Answer answer) => answer.Tool is null ? "stop" : "tool_calls";

    private static JsonObject Frame(Answer answer, string kind) => new()
    {
        ["id"] = answer.Id,
        ["object"] = kind,
        ["created"] = 1_767_225_600,
        ["model"] = answer.Model,
        ["service_tier"] = "default",
        ["system_fingerprint"] = "fp_scripted",
    };

    private static JsonObject UsageOf(Usage usage) => new()
    {
        ["prompt_tokens"] = usage.Input,
        ["completion_tokens"] = usage.Output,
        ["total_tokens"] = usage.Input + usage.Output,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CacheRead, ["audio_tokens"] = 0 },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.Reasoning, ["audio_tokens"] = 0 },
    };
}
