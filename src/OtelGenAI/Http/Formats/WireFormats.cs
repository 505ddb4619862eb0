using System.Collections.Frozen;
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

    // Nearly every request of a process is for somebody else: one look at the last letters of its path says so.
    private static readonly FrozenDictionary<ulong, Row[]> s_byTail = s_all
        .SelectMany(static format => format.PathEndings.Select(ending => new Row(ending, format)))
        .GroupBy(static row => TailOf(row.Ending))
        .ToFrozenDictionary(static rows => rows.Key, static rows => rows.ToArray());

    /// <summary>Finds the API a path belongs to.</summary>
    /// <param name="path">Path with or without query.</param>
    /// <returns><see langword="null"/> if it is none of ours.</returns>
    public static IWireFormat? Match(ReadOnlySpan<char> path)
    {
        var query = path.IndexOf('?');
        path = query < 0 ? path : path[..query];
        if (!s_byTail.TryGetValue(TailOf(path), out var rows))
        {
            return null;
        }

        foreach (var (ending, format) in rows)
        {
            if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && format.OwnsPath(path))
            {
                return format;
            }
        }

        return null;
    }

    // Four letters in one number, small ones for large ones; 0 for a path that has fewer.
    private static ulong TailOf(ReadOnlySpan<char> path) => path is [.., var a, var b, var c, var d]
        ? (((ulong)a << 48) | ((ulong)b << 32) | ((ulong)c << 16) | d) | 0x0020_0020_0020_0020
        : 0;

    private readonly record struct Row(string Ending, IWireFormat Format);
}
