namespace OtelGenAI.Http.Formats;

/// <summary>What of a provider's error may become <c>error.type</c>.</summary>
internal static class ProviderErrors
{
    /// <summary>Takes a word and refuses a sentence: some gateways put free text where the code belongs, and <c>error.type</c> must stay countable.</summary>
    /// <param name="code">What the provider wrote.</param>
    /// <returns><see langword="null"/> if it is none, empty, longer than 64 characters, or has a space.</returns>
    public static string? Word(string? code) =>
        code is { Length: > 0 and <= 64 } && !code.Contains(' ', StringComparison.Ordinal) ? code : null;
}
