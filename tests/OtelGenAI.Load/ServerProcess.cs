using System.Diagnostics;
using System.Reflection;

namespace OtelGenAI.Load;

/// <summary>The program that is measured, in a process of its own, on free ports of 127.0.0.1.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, string dataFolder)
    {
        _process = process;
        DataFolder = dataFolder;
    }

    public string DataFolder { get; }

    public Uri Grpc { get; private set; } = null!;

    public Uri OtlpHttp { get; private set; } = null!;

    /// <summary>Address of the API; the floor has none.</summary>
    public Uri? Http { get; private set; }

    /// <summary>Processor time it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory it has now, in MB.</summary>
    public long ResidentMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1_000_000;
        }
    }

    /// <summary>Size of the logs that are not yet moved into their files, in MB.</summary>
    public long LogMegabytes => Files("*-wal") / 1_000_000;

    /// <summary>Size of everything it has written.</summary>
    public long StoredBytes => Files("*");

    /// <summary>Starts otelgenai.</summary>
    /// <param name="folder">Where it keeps its data.</param>
    /// <param name="program">Its assembly; <see langword="null"/> for the one that was built with this program.</param>
    public static async Task<ServerProcess> StartCollectorAsync(string folder, string? program)
    {
        program ??= typeof(ServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "CollectorProgram").Value!;
        var server = Start([program, "serve", "--data", folder, "--grpc", "127.0.0.1:0", "--otlp-http", "127.0.0.1:0", "--http", "127.0.0.1:0"], folder);
        await server.ReadAddressesAsync();
        server.Http = await server.ReadAddressAsync();
        return server;
    }

    /// <summary>Starts the floor: a server that only receives and writes.</summary>
    public static async Task<ServerProcess> StartFloorAsync(string folder)
    {
        var server = Start([typeof(ServerProcess).Assembly.Location, FloorServer.Name, folder], folder);
        await server.ReadAddressesAsync();
        return server;
    }

    /// <summary>Ends it without a chance to finish anything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static ServerProcess Start(string[] arguments, string folder)
    {
        // Days that were filled in stay, however long ago they are.
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, Environment = { ["OTELGENAI__Storage__Retention__MaxAge"] = "00:00:00" } };
        return new ServerProcess(Process.Start(start)!, folder);
    }

    private async Task ReadAddressesAsync()
    {
        Grpc = await ReadAddressAsync();
        OtlpHttp = await ReadAddressAsync();
    }

    private async Task<Uri> ReadAddressAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync();
        return line?.Split(' ') is ["listening", _, var url]
            ? new Uri(url)
            : throw new InvalidOperationException($"The server said '{line}' where it should say where it listens.");
    }

    private long Files(string pattern)
    {
        try
        {
            return new DirectoryInfo(DataFolder).EnumerateFiles(pattern, SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (FileNotFoundException)
        {
            // Deleted while it was counted.
            return 0;
        }
    }
}
