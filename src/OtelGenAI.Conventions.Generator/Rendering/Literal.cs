using System.Globalization;

namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Writes values as C# expressions. An expression of several lines is indented by who puts it somewhere.</summary>
internal static class Literal
{
    private const string Indent = "    ";

    public static string Text(string? text) =>
        text is null ? "null" : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Text))}]";

    public static string Numbers(IEnumerable<double> numbers) =>
        $"[{string.Join(", ", numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}]";

    /// <summary>Writes a list with an item per line, so that a change of one item is a change of one line.</summary>
    public static string Lines(IEnumerable<string> items)
    {
        var lines = items.Select(item => $"{Inner(item)},\n").ToList();
        return lines.Count == 0 ? "[]" : $"[\n{string.Concat(lines)}]";
    }

    /// <summary>Writes <c>new Type { … }</c> with a member per line, leaving out what has the default value.</summary>
    public static string Object(string type, params IEnumerable<(string Property, string? Value)> members)
    {
        var lines = members
            .Where(member => member.Value is not (null or "null" or "[]" or "false"))
            .Select(member => $"{Inner($"{member.Property} = {member.Value}")},\n");
        return $"new {type}\n{{\n{string.Concat(lines)}}}";
    }

    private static string Inner(string expression) => Indent + expression.Replace("\n", "\n" + Indent, StringComparison.Ordinal);
}
