namespace OtelGenAI.Telemetry.Findings;

/// <summary>How many tokens models read at once. A model that is not here is not judged.</summary>
/// <remarks>From the providers' model pages as generally known in 2026, not checked row by row: the finding that uses it names the figure.</remarks>
internal static class ContextWindows
{
    // The longest beginning that fits decides.
    private static readonly (string Beginning, long Tokens)[] Windows =
    [
        ("gpt-4.1", 1_047_576), ("gpt-4o", 128_000), ("gpt-4-turbo", 128_000), ("gpt-5", 400_000), ("o1", 200_000), ("o3", 200_000), ("o4-mini", 200_000),
        ("claude-3", 200_000), ("claude-haiku-4", 200_000), ("claude-sonnet-4", 200_000), ("claude-opus-4", 200_000),
        ("gemini-1.5-flash", 1_048_576), ("gemini-2.0-flash", 1_048_576), ("gemini-2.5", 1_048_576),
        ("mistral-large", 128_000), ("deepseek-chat", 128_000), ("command-r", 128_000), ("llama-3.1", 128_000), ("llama-3.3", 128_000),
    ];

    /// <summary>The window of a model in tokens, or <see langword="null"/>.</summary>
    /// <param name="model">As a client names it; what a gateway puts before a slash is left out.</param>
    public static long? Of(string? model)
    {
        if (model is null)
        {
            return null;
        }

        var name = model[(model.LastIndexOf('/') + 1)..];
        return Windows.Where(window => name.StartsWith(window.Beginning, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(window => window.Beginning.Length).Select(window => (long?)window.Tokens).FirstOrDefault();
    }
}
