using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Tests;

/// <summary>The checkout these tests were built from.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    private static readonly Lazy<LoadedRegistry> Loaded = new(() => RegistryLoader.LoadFolder(Path.Combine(Root, "conventions")));

    public static string GeneratedFolder => Path.Combine(Root, "src", "OtelGenAI.Conventions", "Generated");

    public static LoadedRegistry Registry => Loaded.Value;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OtelGenAI.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No OtelGenAI.sln above {AppContext.BaseDirectory}.");
    }
}
