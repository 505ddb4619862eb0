namespace OtelGenAI.Http.Formats;

/// <summary>Finds the model where an API names it in the path.</summary>
internal static class PathModels
{
    /// <summary>Takes what stands between two marks.</summary>
    /// <param name="path">The path, escaped as it was sent.</param>
    /// <param name="before">What stands before the model; its last occurrence counts.</param>
    /// <param name="after">What ends it; its last occurrence counts, for some models have it in their name.</param>
    /// <returns>The model, unescaped, or <see langword="null"/>.</returns>
    public static string? Between(string path, string before, char after)
    {
        var start = path.LastIndexOf(before, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        start += before.Length;
        var end = path.LastIndexOf(after);
        return end > start ? Uri.UnescapeDataString(path[start..end]) : null;
    }
}
