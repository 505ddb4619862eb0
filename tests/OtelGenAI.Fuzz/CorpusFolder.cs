using System.Security.Cryptography;

namespace OtelGenAI.Fuzz;

/// <summary>The committed bodies of the targets: <c>corpus/{target}/</c>.</summary>
public static class CorpusFolder
{
    /// <summary>The bodies of a target, in the order of their names.</summary>
    public static IReadOnlyList<byte[]> Read(string target) =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "corpus", target)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    /// <summary>Writes bodies that a run found, so that they can be committed.</summary>
    /// <param name="corpus">The folder of all corpora.</param>
    /// <param name="target">Whose they are.</param>
    /// <param name="bodies">The bodies.</param>
    public static void Add(string corpus, string target, IEnumerable<byte[]> bodies)
    {
        var folder = Directory.CreateDirectory(Path.Combine(corpus, target)).FullName;
        foreach (var body in bodies)
        {
            var name = "found-" + Convert.ToHexStringLower(SHA256.HashData(body))[..12];
            File.WriteAllBytes(Path.Combine(folder, name), body);
        }
    }
}
