namespace OtelGenAI.EndToEnd.Tests;

/// <summary>An empty folder that is deleted with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("otelgenai-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
