using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OtelGenAI.EndToEnd.Tests.Clients.ScriptedProvider;

internal static class ResponseWriting
{
    extension(HttpResponse response)
    {
        public async Task WriteJsonAsync(JsonNode json)
        {
            response.ContentType = "application/json";
            await response.WriteAsync(json.ToJsonString());
        }

        /// <summary>Writes one server-sent event and sends it off.</summary>
        public async Task WriteEventAsync(string data, string? name = null)
        {
            if (!response.HasStarted)
            {
                response.ContentType = "text/event-stream";
            }

            await response.Body.WriteAsync(Encoding.UTF8.GetBytes((name is null ? "" : $"event: {name}\n") + $"data: {data}\n\n"));
            await response.Body.FlushAsync();
        }
    }
}
