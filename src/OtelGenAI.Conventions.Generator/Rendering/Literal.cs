using System.Globalization;

namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Writes values as C# literals.</summary>
internal static class Literal
{
    public static string Text(string? text) =>
        text is null ? "null" : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Text))}]";

    public static string Numbers(IEnumerable<double> numbers) =>
        $"[{string.Join(", ", numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}]";
}
