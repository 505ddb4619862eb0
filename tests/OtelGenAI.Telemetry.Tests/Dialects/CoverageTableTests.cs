using System.Reflection;
using System.Text;
using OtelGenAI.Conventions;

namespace OtelGenAI.Telemetry.Tests.Dialects;

/// <summary>The table of <c>conventions/dialects/README.md</c> says what the data says. ACCEPT_GOLDEN=1 writes it anew.</summary>
public class CoverageTableTests
{
    private const string Begin = "<!-- coverage -->\n";
    private const string End = "<!-- /coverage -->";

    private static string Golden { get; } =
        typeof(CoverageTableTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "GoldenFolder").Value!;

    [Fact]
    public void The_coverage_table_says_what_the_dialects_say()
    {
        var file = Path.GetFullPath(Path.Combine(Golden, "../../../conventions/dialects/README.md"));
        var text = File.ReadAllText(file).ReplaceLineEndings("\n");
        var start = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var expected = text[..start] + Table() + text[text.IndexOf(End, StringComparison.Ordinal)..];
        if (Environment.GetEnvironmentVariable("ACCEPT_GOLDEN") == "1" && expected != text)
        {
            File.WriteAllText(file, expected);
            text = expected;
        }

        Assert.Equal(expected, text);
    }

    private static string Table()
    {
        var table = new StringBuilder("| dialect | kinds by | fields beyond the conventions' | content | golden cases |\n|---|---|---|---|---|\n");
        foreach (var dialect in DialectRegistry.Dialects)
        {
            var kinds = dialect.Kinds.Select(rule => rule.From.Length == 0 ? "span name" : $"`{rule.From}`");
            var fields = dialect.Fields.Concat(dialect.OwnFields).Concat(dialect.Json.SelectMany(json => json.Fields)).Select(entry => entry.Field).Distinct();
            var cases = dialect.Name != "opentelemetry" && Path.Combine(Golden, dialect.Name) is var folder && Directory.Exists(folder)
                ? string.Join(", ", Directory.EnumerateFiles(folder, "*.in.json").Select(path => Path.GetFileName(path)[..^".in.json".Length]).Order(StringComparer.Ordinal))
                : "`Golden/opentelemetry`";
            table.Append(string.Join(" | ", [
                $"| {dialect.Title}", List(kinds), List(fields.Select(name => name.Replace('_', ' '))), List(dialect.Content.Select(entry => entry.Field.Replace('_', ' '))), cases]))
                .Append(" |\n");
        }

        return table.ToString();
    }

    private static string List(IEnumerable<string> items) => string.Join(", ", items) is { Length: > 0 } text ? text : "the conventions'";
}
