using System.Diagnostics;

namespace OtelGenAI.Architecture.Tests;

public class TopLevelTests
{
    private static readonly string[] Closed =
    [
        "src", "tests", "conventions", "collector-config", "OtelGenAI.sln", "Directory.Packages.props", "README.md",

        // What tools demand.
        "Directory.Build.props", "global.json", ".editorconfig", ".gitignore", ".gitattributes", ".ci", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md",
    ];

    [Fact]
    public void The_top_level_is_closed()
    {
        var start = new ProcessStartInfo("git", ["ls-tree", "--name-only", "HEAD"]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        var entries = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();

        Assert.NotEmpty(entries);
        Assert.Empty(entries.Except(Closed));
    }
}
