using System.Reflection;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>Where the build put things.</summary>
internal static class Checkout
{
    /// <summary>Top folder of the repository.</summary>
    public static string Root { get; } = Path.GetFullPath(Metadata("RepositoryRoot"));

    /// <summary>The collector's program.</summary>
    public static string CollectorProgram { get; } = Path.GetFullPath(Metadata("CollectorProgram"));

    private static string Metadata(string key) =>
        typeof(Checkout).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
