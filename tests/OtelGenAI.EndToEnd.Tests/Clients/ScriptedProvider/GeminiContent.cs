using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OtelGenAI.EndToEnd.Tests.Clients.ScriptedProvider;

/// <summary>Gemini's generateContent. Its candidate tokens leave out the thoughts.</summary>
internal static class GeminiContent
{
    private const string Text = "Hello from Gemini.";

    public static async Task AnswerAsync(HttpContext context, string model, bool isStream, string id)
    {
        if (!isStream)
        {
            await context.Response.WriteJsonAsync(Chunk(model, id, Text, isLast: true));
            return;
        }

        var words = Text.Split(' ');
        for (var at = 0; at < words.Length; at++)
        {
            await context.Response.WriteEventAsync(Chunk(model, id, words[at] + " ", isLast: at == words.Length - 1).ToJsonString());
        }
    }

    private static JsonObject Chunk(string model, string id, string text, bool isLast)
    {
        var candidate = new JsonObject
        {
            ["index"] = 0,
            ["content"] = new JsonObject { ["role"] = "model", ["parts"] = new JsonArray(new JsonObject { ["text"] = text }) },
        };
        if (isLast)
        {
            candidate["finishReason"] = "STOP";
        }

        return new JsonObject
        {
            ["candidates"] = new JsonArray(candidate),
            ["usageMetadata"] = UsageOf(Usage.OfGemini),
            ["modelVersion"] = model,
            ["responseId"] = "gemini-" + id,
        };
    }

    private static JsonObject UsageOf(Usage usage) => new()
    {
        ["promptTokenCount"] = usage.Input,
        ["cachedContentTokenCount"] = usage.CacheRead,
        ["candidatesTokenCount"] = usage.Output - usage.Reasoning,
        ["thoughtsTokenCount"] = usage.Reasoning,
        ["totalTokenCount"] = usage.Input + usage.Output,
    };
}
