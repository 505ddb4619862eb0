using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OtelGenAI.EndToEnd.Tests.Clients.ScriptedProvider;

/// <summary>OpenAI's Responses.</summary>
internal static class Responses
{
    public static async Task AnswerAsync(HttpContext context, JsonNode request, string id)
    {
        var answer = Answer.To(
            "resp_" + id,
            request["model"] + "-2025-04-14",
            (string?)request["tools"]?[0]?["name"],
            hasResult: request["input"] is JsonArray items && items.Any(item => (string?)item!["type"] == "function_call_output"));
        var whole = Frame(answer, "completed", [(JsonNode)Item(answer)]);
        whole["usage"] = UsageOf(answer.Usage);
        if (!Answer.IsStream(request))
        {
            await context.Response.WriteJsonAsync(whole);
            return;
        }

        var number = 0;
        await SendAsync("response.created", new JsonObject { ["response"] = Frame(answer, "in_progress", []) });
        await SendAsync("response.output_item.added", new JsonObject { ["output_index"] = 0, ["item"] = Begun(answer) });
        if (answer.Tool is null)
        {
            await SendAsync("response.content_part.added", Part(new JsonObject { ["part"] = Text("") }));
            foreach (var piece in answer.Pieces)
            {
                await SendAsync("response.output_text.delta", Part(new JsonObject { ["delta"] = piece }));
            }

            await SendAsync("response.output_text.done", Part(new JsonObject { ["text"] = answer.Text }));
            await SendAsync("response.content_part.done", Part(new JsonObject { ["part"] = Text(answer.Text!) }));
        }
        else
        {
            await SendAsync("response.function_call_arguments.delta", Part(new JsonObject { ["delta"] = Answer.ToolArguments }));
            await SendAsync("response.function_call_arguments.done", Part(new JsonObject { ["arguments"] = Answer.ToolArguments }));
        }

        await SendAsync("response.output_item.done", new JsonObject { ["output_index"] = 0, ["item"] = Item(answer) });
        await SendAsync("response.completed", new JsonObject { ["response"] = whole });

        Task SendAsync(string type, JsonObject data)
        {
            data["type"] = type;
            data["sequence_number"] = number++;
            return context.Response.WriteEventAsync(data.ToJsonString(), type);
        }

        JsonObject Part(JsonObject data)
        {
            data["item_id"] = ItemId(answer);
            data["output_index"] = 0;
            data["content_index"] = 0;
            return data;
        }
    }

    private static JsonObject Frame(Answer answer, string status, JsonArray output) => new()
    {
        ["id"] = answer.Id,
        ["object"] = "response",
        ["created_at"] = 1_767_225_600,
        ["status"] = status,
        ["error"] = null,
        ["incomplete_details"] = null,
        ["instructions"] = null,
        ["model"] = answer.Model,
        ["output"] = output,
        ["parallel_tool_calls"] = true,
        ["service_tier"] = "default",
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
    };

    private static string ItemId(Answer answer) => (answer.Tool is null ? "msg_" : "fc_") + answer.Id;

    private static JsonObject Begun(Answer answer)
    {
        var item = Item(answer);
        item["status"] = "in_progress";
        item[answer.Tool is null ? "content" : "arguments"] = answer.Tool is null ? new JsonArray() : "";
        return item;
    }

    private static JsonObject Item(Answer answer) => answer.Tool is null
        ? new JsonObject
        {
            ["type"] = "message",
            ["id"] = ItemId(answer),
            ["status"] = "completed",
            ["role"] = "assistant",
            ["content"] = new JsonArray(Text(answer.Text!)),
        }
        : new JsonObject
        {
            ["type"] = "function_call",
            ["id"] = ItemId(answer),
            ["status"] = "completed",
            ["call_id"] = Answer.ToolCallId,
            ["name"] = answer.Tool,
            ["arguments"] = Answer.ToolArguments,
        };

    private static JsonObject Text(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray() };

    private static JsonObject UsageOf(Usage usage) => new()
    {
        ["input_tokens"] = usage.Input,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CacheRead },
        ["output_tokens"] = usage.Output,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.Reasoning },
        ["total_tokens"] = usage.Input + usage.Output,
    };
}
