using System.Text.RegularExpressions;

namespace OtelGenAI.Conventions.Generator.Registry;

/// <summary>Format of a span name: words, and attribute names in braces.</summary>
internal static partial class NameFormat
{
    public static IEnumerable<string> Placeholders(string format) => Braces().Matches(format).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Braces();
}
