namespace OtelGenAI.Architecture.Tests;

/// <summary>The checkout these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] MadeByTools = ["bin", "obj", "node_modules", "dist", ".git", ".vs", "artifacts", "TestResults"];

    /// <summary>Its top folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Path below the top folder, with forward slashes.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Files that a person wrote, by the end of their name.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings) =>
        Walk(Path.Combine(Root, folder)).Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            yield return file;
        }

        foreach (var inner in Directory.EnumerateDirectories(folder).Where(inner => !MadeByTools.Contains(Path.GetFileName(inner))))
        {
            foreach (var file in Walk(inner))
            {
                yield return file;
            }
        }
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "OtelGenAI.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("OtelGenAI.sln is in no folder above the tests.");
    }
}
