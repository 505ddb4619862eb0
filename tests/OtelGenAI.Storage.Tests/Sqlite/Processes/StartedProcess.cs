using System.Diagnostics;

namespace OtelGenAI.Storage.Tests.Sqlite.Processes;

/// <summary>A process that runs <see cref="StoreProcess"/>.</summary>
internal sealed class StartedProcess : IDisposable
{
    private readonly Process _process;

    public StartedProcess(params string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(StartedProcess).Assembly.Location);
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
    }

    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>Kills it without a warning (SIGKILL), and gives back what it had still said.</summary>
    public async Task<List<string>> KillAsync()
    {
        _process.Kill();
        List<string> lines = [];
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
        }

        await _process.WaitForExitAsync();
        return lines;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
