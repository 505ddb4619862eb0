using OtelGenAI.Conventions.Generator.Rendering;

namespace OtelGenAI.Conventions.Tests;

public sealed class GeneratedFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("otelgenai-generated-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_unchanged_file_is_not_written_again()
    {
        var longAgo = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        GeneratedFolder.Write(_folder, [new GeneratedFile("A.g.cs", "a"), new GeneratedFile("B.g.cs", "b")]);
        File.SetLastWriteTimeUtc(PathOf("A.g.cs"), longAgo);

        var changed = GeneratedFolder.Write(_folder, [new GeneratedFile("A.g.cs", "a"), new GeneratedFile("B.g.cs", "new")]);

        Assert.Equal(1, changed);
        Assert.Equal(longAgo, File.GetLastWriteTimeUtc(PathOf("A.g.cs")));
        Assert.Equal("new", File.ReadAllText(PathOf("B.g.cs")));
    }

    [Fact]
    public void A_file_no_longer_rendered_is_deleted()
    {
        GeneratedFolder.Write(_folder, [new GeneratedFile("A.g.cs", "a"), new GeneratedFile("B.g.cs", "b")]);

        GeneratedFolder.Write(_folder, [new GeneratedFile("A.g.cs", "a")]);

        Assert.Equal([PathOf("A.g.cs")], Directory.GetFiles(_folder));
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
