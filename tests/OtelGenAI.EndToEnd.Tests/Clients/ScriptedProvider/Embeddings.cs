using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OtelGenAI.EndToEnd.Tests.Clients.ScriptedProvider;

/// <summary>OpenAI's embeddings.</summary>
internal static class Embeddings
{
    private static readonly float[] s_vector = [0.25f, -0.5f, 1];

    public static Task AnswerAsync(HttpContext context, JsonNode request)
    {
        JsonNode vector = (string?)request["encoding_format"] == "base64"
            ? Convert.ToBase64String(MemoryMarshal.AsBytes<float>(s_vector))
            : new JsonArray([.. s_vector.Select(number => (JsonNode)number)]);
        var inputs = (request["input"] as JsonArray)?.Count ?? 1;
        return context.Response.WriteJsonAsync(new JsonObject
        {
            ["object"] = "list",
            ["model"] = request["model"]!.DeepClone(),
            ["data"] = new JsonArray([.. Enumerable.Range(0, inputs).Select(index =>
                new JsonObject { ["object"] = "embedding", ["index"] = index, ["embedding"] = vector.DeepClone() })]),
            ["usage"] = new JsonObject { ["prompt_tokens"] = Usage.OfEmbedding.Input, ["total_tokens"] = Usage.OfEmbedding.Input },
        });
    }
}
