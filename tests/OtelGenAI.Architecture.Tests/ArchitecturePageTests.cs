using System.Text.RegularExpressions;

namespace OtelGenAI.Architecture.Tests;

public partial class ArchitecturePageTests
{
    private static string Page => File.ReadAllText(Path.Combine(Repository.Root, "src", "ARCHITECTURE.md"));

    [Fact]
    public void Every_path_that_the_page_names_exists()
    {
        var paths = CodeSpan().Matches(Page).Select(match => match.Groups[1].Value)
            .Where(text => text.Contains('/', StringComparison.Ordinal) && !text.StartsWith('/') && !text.Contains(' ', StringComparison.Ordinal) && !text.Contains('{', StringComparison.Ordinal))
            .ToArray();
        Assert.True(paths.Length > 20, $"Only {paths.Length} paths were found: does the page still name files?");

        var missing = paths.Where(path => !Exists(path)).ToArray();

        Assert.True(missing.Length == 0, $"src/ARCHITECTURE.md names what is not there: {string.Join(", ", missing)}");
    }

    [Fact]
    public void Every_room_has_its_place_on_the_page()
    {
        var page = Page;
        var forgotten = Repository.Files("src", ".csproj").Select(Path.GetFileNameWithoutExtension).Where(name => !page.Contains(name!, StringComparison.Ordinal));

        Assert.Empty(forgotten);
    }

    [Fact]
    public void Every_decision_is_listed()
    {
        var page = Page;
        var forgotten = Repository.Files("src/decisions", ".md").Select(path => Path.GetFileName(path)).Where(name => !page.Contains(name, StringComparison.Ordinal));

        Assert.Empty(forgotten);
    }

    // Paths on the page are written from src/ or from the top, whichever is shorter.
    private static bool Exists(string path) =>
        new[] { "src", "" }.Select(start => Path.Combine(Repository.Root, start, path)).Any(full => File.Exists(full) || Directory.Exists(full));

    [GeneratedRegex("`([A-Za-z0-9_./-]+)`")]
    private static partial Regex CodeSpan();
}
