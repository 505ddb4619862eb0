using System.Text.RegularExpressions;
using OtelGenAI.Conventions;

namespace OtelGenAI.Architecture.Tests;

/// <summary>Attribute names are typed once, in conventions/. Everywhere else the constant is used, so that a rename is one line.</summary>
public partial class AttributeLiteralTests
{
    private static readonly HashSet<string> RegistryNames =
    [
        .. ConventionRegistry.Attributes.Select(attribute => attribute.Name),
        .. ConventionRegistry.Renames.Select(rename => rename.OldName),
        .. ConventionRegistry.Events.Select(entry => entry.Name),
        .. ConventionRegistry.Metrics.Select(metric => metric.Name),
    ];

    // What other clients write is the reader's business; the instrumentation mends a few spans of SDKs in its own process.
    private static readonly HashSet<string> DialectNames =
        [.. DialectRegistry.Dialects.SelectMany(dialect => dialect.Fields.Concat(dialect.Content)).SelectMany(field => field.From)];

    private static readonly string[] Exempt =
    [
        // Where the names come from, and what writes them.
        "src/OtelGenAI.Conventions/", "src/OtelGenAI.Conventions.Generator/",

        // Made-up telemetry for working on the pages without a server; not part of the program.
        "src/OtelGenAI.Dashboard/web/mock/", "src/OtelGenAI.Dashboard/web/tests/",

        // Shows a person what to send with curl.
        "src/OtelGenAI.Dashboard/web/src/firstRun/snippets.ts",
    ];

    public static TheoryData<string> Sources =>
        [.. Repository.Files("src", ".cs", ".ts", ".tsx").Select(Repository.Relative)
            .Where(path => !Exempt.Any(start => path.StartsWith(start, StringComparison.Ordinal)))];

    [Theory]
    [MemberData(nameof(Sources))]
    public void No_attribute_name_is_typed_outside_the_conventions(string source)
    {
        var typed = new List<string>();
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, source));
        for (var i = 0; i < lines.Length; i++)
        {
            var code = lines[i].TrimStart();
            if (code.StartsWith("//", StringComparison.Ordinal) || code.StartsWith('*'))
            {
                continue;
            }

            typed.AddRange(Literal().Matches(code).Select(match => match.Groups[1].Value)
                .Where(name => IsAttributeName(name) || (DialectNames.Contains(name) && !source.StartsWith("src/OtelGenAI/", StringComparison.Ordinal))).Select(name => $"{source}:{i + 1} \"{name}\""));
        }

        Assert.True(typed.Count == 0, $"Use the constant of OtelGenAI.Conventions: {string.Join(", ", typed)}");
    }

    [Theory]
    [InlineData("gen_ai.request.model", true)]
    [InlineData("error.type", true)]
    [InlineData("gen_ai.made.up", true)]
    [InlineData("OtelGenAI.Collector", false)]
    [InlineData("message", false)]
    public void A_name_of_the_registry_or_of_its_namespaces_is_recognised(string text, bool isName) => Assert.Equal(isName, IsAttributeName(text));

    private static bool IsAttributeName(string text) =>
        text.StartsWith("gen_ai.", StringComparison.Ordinal) || text.StartsWith("mcp.", StringComparison.Ordinal) || RegistryNames.Contains(text);

    [GeneratedRegex("\"([a-z][a-z0-9_]*(?:\\.[a-z0-9_]+)+)\"")]
    private static partial Regex Literal();
}
