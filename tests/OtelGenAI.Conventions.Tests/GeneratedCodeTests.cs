using OtelGenAI.Conventions.Generator.Registry;
using OtelGenAI.Conventions.Generator.Rendering;

namespace OtelGenAI.Conventions.Tests;

public sealed class GeneratedCodeTests
{
    private const string Advice = "Run 'dotnet build src/OtelGenAI.Conventions' and commit src/OtelGenAI.Conventions/Generated.";

    [Fact]
    public void The_convention_files_have_no_problems() => Assert.Empty(Repository.Registry.Problems);

    [Fact]
    public void The_committed_code_is_what_the_convention_files_say()
    {
        var rendered = GeneratedCode.Render(Repository.Registry.Registry).ToDictionary(file => file.Name, file => file.Text);
        var committed = Directory.EnumerateFiles(Repository.GeneratedFolder).ToDictionary(path => Path.GetFileName(path)!, File.ReadAllText);

        var differing = rendered.Keys.Union(committed.Keys)
            .Where(name => rendered.GetValueOrDefault(name) != committed.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal)
            .ToList();

        Assert.True(differing.Count == 0, $"Stale: {string.Join(", ", differing)}. {Advice}");
    }

    [Fact]
    public void Every_rendering_of_the_same_files_is_the_same()
    {
        var again = RegistryLoader.LoadFolder(Path.Combine(Repository.GeneratedFolder, "..", "..", "..", "conventions"));

        Assert.Equal(GeneratedCode.Render(Repository.Registry.Registry), GeneratedCode.Render(again.Registry));
    }

    [Fact]
    public void Generated_lines_end_with_line_feed_only()
    {
        Assert.All(GeneratedCode.Render(Repository.Registry.Registry), file => Assert.DoesNotContain('\r', file.Text));
    }

    [Fact]
    public void Text_with_quotes_and_markup_stays_valid_code()
    {
        var loaded = RegistryLoader.Load(
        [
            new RegistryFile("a.yaml", """
                attributes:
                  - { name: a.b, type: string, stability: stable, since: core 1.0.0, brief: 'Less < than "quoted" & back\slash.' }
                """),
        ]);

        var files = GeneratedCode.Render(loaded.Registry).ToDictionary(file => file.Name, file => file.Text);

        Assert.Contains("Less &lt; than &quot;quoted&quot; &amp; back\\slash.", files["AAttributes.g.cs"], StringComparison.Ordinal);
        Assert.Contains("""Brief = "Less < than \"quoted\" & back\\slash." """.TrimEnd(), files["ConventionRegistry.Attributes.g.cs"], StringComparison.Ordinal);
    }
}
