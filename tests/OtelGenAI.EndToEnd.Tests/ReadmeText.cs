namespace OtelGenAI.EndToEnd.Tests;

/// <summary>The README: its commands are what the tests run, so that it cannot be wrong.</summary>
internal static class ReadmeText
{
    /// <summary>The only code block of a language that contains a text.</summary>
    public static string Block(string language, string containing)
    {
        var readme = File.ReadAllText(Path.Combine(Checkout.Root, "README.md")).ReplaceLineEndings("\n");
        var blocks = readme.Split("\n```").Where((_, index) => index % 2 == 1)
            .Where(block => block.StartsWith(language + "\n", StringComparison.Ordinal))
            .Select(block => block[(language.Length + 1)..])
            .Where(block => block.Contains(containing, StringComparison.Ordinal));
        return Assert.Single(blocks);
    }
}
