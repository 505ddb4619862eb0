using System.Text;
using System.Text.Json;

namespace OtelGenAI.NativeSample;

/// <summary>An agent that looks at the weather and asks a model.</summary>
/// <param name="client">Reaches a server that speaks OpenAI's API.</param>
/// <param name="model">Which model to ask.</param>
internal sealed class Guide(HttpClient client, string model)
{
    /// <summary>Answers a question; recorded as a run of an agent, where it is called.</summary>
    /// <param name="question">The question.</param>
    [Agent("guide")]
    public async Task<string?> AnswerAsync(string question)
    {
        var weather = Weather("Oslo");
        using var request = new StringContent(
            $$"""{"model":"{{JsonEncodedText.Encode(model)}}","messages":[{"role":"user","content":"{{JsonEncodedText.Encode($"{question} The weather: {weather}")}}"}]}""",
            Encoding.UTF8,
            "application/json");
        using var response = await client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), request);
        response.EnsureSuccessStatusCode();
        using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        return answer.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
    }

    [Tool("weather")]
    private static string Weather(string city) => $"rain in {city}";
}
