using OtelGenAI.Http.Formats.Anthropic;
using OtelGenAI.Http.Formats.Bedrock;
using OtelGenAI.Http.Formats.Cohere;
using OtelGenAI.Http.Formats.Gemini;
using OtelGenAI.Http.Formats.Ollama;
using OtelGenAI.Http.Formats.OpenAI;

namespace OtelGenAI.Http.Formats;

/// <summary>The table of APIs recognised on the wire: one row, one file. The first row whose path matches reads the request.</summary>
internal static class WireFormats
{
    private static readonly IWireFormat[] s_all =
    [
        new OpenAIChatFormat(),
        new OpenAIResponsesFormat(),
        new OpenAICompletionsFormat(),
        new AnthropicMessagesFormat(),
        new GeminiGenerateFormat(),
        GeminiEmbeddings.Format,
        OllamaFormat.Chat,
        OllamaFormat.Generate,
        OllamaEmbed.Format,
        new CohereChatFormat(),
        CohereEmbed.Format,
        CohereRerank.Format,
        new BedrockConverseFormat(),
        .. BedrockInvokeFormat.Families,
        // After Ollama's, whose older path ends the same.
        new OpenAIEmbeddingsFormat(),
    ];

    /// <summary>Finds the API a path belongs to.</summary>
    /// <param name="path">Path with or without query.</param>
    /// <returns><see langword="null"/> if it is none of ours.</returns>
    public static IWireFormat? Match(ReadOnlySpan<char> path)
    {
        var query = path.IndexOf('?');
        path = query < 0 ? path : path[..query];
        foreach (var format in s_all)
        {
            if (format.MatchesPath(path))
            {
                return format;
            }
        }

        return null;
    }
}
