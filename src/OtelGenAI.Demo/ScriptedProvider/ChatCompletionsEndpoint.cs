using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OtelGenAI.Demo.ScriptedProvider;

/// <summary>OpenAI's chat completions, whole or in pieces, with usage and cached tokens, on a script.</summary>
internal sealed class ChatCompletionsEndpoint(TimeProvider clock)
{
    // Like a small model close by: slow enough to see in a waterfall, fast enough not to bore.
    private static readonly TimeSpan s_thinkingTime = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan s_timePerWord = TimeSpan.FromMilliseconds(15);

    private readonly ConcurrentDictionary<string, int> _refusals = new();

    public async Task AnswerAsync(HttpContext context)
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var conversation = Conversation.Read(request.RootElement);
        var turn = Script.Next(conversation);
        await Task.Delay(s_thinkingTime, clock, context.RequestAborted);
        if (turn is ScriptedTurn.BreakDown)
        {
            await RefuseAsync(context, conversation);
        }
        else if (conversation.IsStream)
        {
            await StreamAsync(context, conversation, turn);
        }
        else
        {
            await CompleteAsync(context, conversation, turn);
        }
    }

    private async Task RefuseAsync(HttpContext context, Conversation conversation)
    {
        var isFirst = _refusals.AddOrUpdate(conversation.Question, 1, static (_, count) => count + 1) % 4 == 1;
        context.Response.StatusCode = isFirst ? StatusCodes.Status429TooManyRequests : StatusCodes.Status500InternalServerError;
        // The SDK tries four times; without this it would wait for seconds in between.
        context.Response.Headers["retry-after-ms"] = "50";
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(isFirst
            ? """{"error":{"message":"Rate limit reached for requests","type":"requests","param":null,"code":"rate_limit_exceeded"}}"""
            : """{"error":{"message":"The server had an error while processing your request","type":"server_error","param":null,"code":null}}""");
    }

    private static async Task CompleteAsync(HttpContext context, Conversation conversation, ScriptedTurn turn)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = (turn as ScriptedTurn.Say)?.Text };
        if (turn is ScriptedTurn.Call call)
        {
            message["tool_calls"] = new JsonArray([.. call.Tools.Select((tool, index) => ToolCall(conversation, tool, index, withIndex: false))]);
        }

        var answer = Frame(conversation, "chat.completion");
        answer["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = FinishReason(turn) });
        answer["usage"] = Usage(conversation, turn);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context, Conversation conversation, ScriptedTurn turn)
    {
        context.Response.ContentType = "text/event-stream";
        await SendChunkAsync(context, conversation, new JsonObject { ["role"] = "assistant", ["content"] = "" }, finishReason: null);
        if (turn is ScriptedTurn.Say say)
        {
            foreach (var word in say.Text.Split(' '))
            {
                await Task.Delay(s_timePerWord, clock, context.RequestAborted);
                await SendChunkAsync(context, conversation, new JsonObject { ["content"] = word + " " }, finishReason: null);
            }
        }
        else if (turn is ScriptedTurn.Call call)
        {
            for (var index = 0; index < call.Tools.Count; index++)
            {
                await StreamToolCallAsync(context, conversation, call.Tools[index], index);
            }
        }

        await SendChunkAsync(context, conversation, [], FinishReason(turn));
        var usage = Frame(conversation, "chat.completion.chunk");
        usage["choices"] = new JsonArray();
        usage["usage"] = Usage(conversation, turn);
        await SendAsync(context, usage.ToJsonString());
        await SendAsync(context, "[DONE]");
    }

    // Name first, then the arguments in two pieces, as the real API does.
    private async Task StreamToolCallAsync(HttpContext context, Conversation conversation, (string Tool, string Arguments) tool, int index)
    {
        await SendChunkAsync(context, conversation, Delta(ToolCall(conversation, tool with { Arguments = "" }, index, withIndex: true)), finishReason: null);
        var half = tool.Arguments.Length / 2;
        foreach (var piece in new[] { tool.Arguments[..half], tool.Arguments[half..] })
        {
            await Task.Delay(s_timePerWord, clock, context.RequestAborted);
            var arguments = new JsonObject { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = piece } };
            await SendChunkAsync(context, conversation, Delta(arguments), finishReason: null);
        }
    }

    private static JsonObject Delta(JsonObject toolCall) => new() { ["tool_calls"] = new JsonArray(toolCall) };

    private static JsonObject ToolCall(Conversation conversation, (string Tool, string Arguments) tool, int index, bool withIndex)
    {
        var call = new JsonObject
        {
            ["id"] = $"call_{conversation.Results.Count}{index}_{tool.Tool}",
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = tool.Tool, ["arguments"] = tool.Arguments },
        };
        if (withIndex)
        {
            call["index"] = index;
        }

        return call;
    }

    private static async Task SendChunkAsync(HttpContext context, Conversation conversation, JsonObject delta, string? finishReason)
    {
        var chunk = Frame(conversation, "chat.completion.chunk");
        chunk["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finishReason });
        await SendAsync(context, chunk.ToJsonString());
    }

    private static async Task SendAsync(HttpContext context, string data)
    {
        await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static JsonObject Frame(Conversation conversation, string kind) => new()
    {
        ["id"] = string.Create(CultureInfo.InvariantCulture, $"chatcmpl-{conversation.PromptTokens:x8}{conversation.Results.Count}"),
        ["object"] = kind,
        ["created"] = 1_767_225_600,
        ["model"] = conversation.Model + (conversation.Model == "gpt-4o-mini" ? "-2024-07-18" : "-2025-04-14"),
        ["service_tier"] = "default",
        ["system_fingerprint"] = "fp_scripted",
    };

    // From the second turn on the beginning of the prompt is the one of the turn before, and comes out of the cache.
    private static JsonObject Usage(Conversation conversation, ScriptedTurn turn)
    {
        var output = turn switch
        {
            ScriptedTurn.Say say => say.Text.Length / 4,
            ScriptedTurn.Call call => call.Tools.Sum(static tool => (tool.Tool.Length + tool.Arguments.Length) / 4),
            _ => 0,
        };
        var cached = conversation.Results.Count == 0 ? 0 : conversation.PromptTokens / 2;
        return new JsonObject
        {
            ["prompt_tokens"] = conversation.PromptTokens,
            ["completion_tokens"] = output,
            ["total_tokens"] = conversation.PromptTokens + output,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = cached, ["audio_tokens"] = 0 },
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0, ["audio_tokens"] = 0 },
        };
    }

    private static string FinishReason(ScriptedTurn turn) => turn is ScriptedTurn.Call ? "tool_calls" : "stop";
}
