using OtelGenAI.Http.Formats.OpenAI;

namespace OtelGenAI.Http.Formats;

/// <summary>The table of APIs recognised on the wire: one row, one file.</summary>
internal static class WireFormats
{
    private static readonly IWireFormat[] s_all =
    [
        new OpenAIChatFormat(),
        new OpenAIResponsesFormat(),
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
