using OtelGenAI.Collector.Commands;
using OtelGenAI.Collector.Keys;
using OtelGenAI.EndToEnd.Tests;

namespace OtelGenAI.Collector.Tests.Keys;

/// <summary>A data folder with keys, made and revoked by the real command.</summary>
internal sealed class KeyFolder : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Path => _folder.Path;

    public KeyFile File => new(Path);

    /// <summary>Runs <c>otelgenai keys …</c>.</summary>
    public (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var exitCode = CollectorCommands.Root().Parse(["keys", .. arguments, "--data", Path]).Invoke(new() { Output = output, Error = error });
        return (exitCode, output.ToString().Trim(), error.ToString().Trim());
    }

    /// <summary>Makes a key.</summary>
    /// <returns>Its text.</returns>
    public string Add(params string[] arguments)
    {
        var (exitCode, output, error) = Run(["add", .. arguments]);
        Assert.True(exitCode == 0, error);
        return output;
    }

    /// <summary>Starts a collector on this folder; telemetry goes to a store in memory.</summary>
    public Task<TestCollector> StartAsync(params (string Key, string Value)[] settings) =>
        TestCollector.StartAsync(settings: [("Data", Path), .. settings]);

    public void Dispose() => _folder.Dispose();
}
