namespace OtelGenAI.Tap;

/// <summary>Names of the sources and meters that record GenAI work by themselves.</summary>
/// <remarks>
/// OpenAI's own source is subscribed but not switched on: it records only calls that do not stream, and less of them than the HTTP layer does.
/// Source names read from the packages named in Directory.Packages.props, and for libraries that do not restore here from their source code.
/// </remarks>
internal static class GenAISources
{
    public const string Anthropic = "com.anthropic.sdk.csharp";

    public const string Mcp = "Experimental.ModelContextProtocol";

    /// <summary>Sources besides our own; a trailing <c>*</c> matches any ending.</summary>
    public static readonly IReadOnlyList<string> NativeSources =
    [
        "OpenAI.*",
        Anthropic + "*",
        Mcp,
        "Experimental.Microsoft.Extensions.AI",
        "Experimental.Microsoft.Agents.AI",
        "Microsoft.Agents.AI.Workflows",
        "Microsoft.SemanticKernel*",
        "Azure.AI.*",
    ];

    /// <summary>Meters besides our own. Anthropic's SDK has none.</summary>
    public static readonly IReadOnlyList<string> NativeMeters =
    [
        "OpenAI.*",
        Mcp,
        "Experimental.Microsoft.Extensions.AI",
        "Experimental.Microsoft.Agents.AI",
        "Microsoft.SemanticKernel*",
        "Azure.AI.*",
    ];

    /// <summary>Whether a name is meant by a pattern.</summary>
    /// <param name="pattern">A name, or the beginning of one followed by <c>*</c>.</param>
    /// <param name="name">Name of a source.</param>
    /// <returns>Compared without regard to case, as the OpenTelemetry SDK does.</returns>
    public static bool Matches(string pattern, string name) => pattern is [.., '*']
        ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.OrdinalIgnoreCase)
        : name.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
