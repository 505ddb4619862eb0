using System.CommandLine;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Storage;

namespace OtelGenAI.Collector.Commands;

/// <summary><c>otelgenai serve</c>: listens until it is asked to stop.</summary>
internal sealed class ServeCommand
{
    // The names are those of the options; programs that start this one read these lines.
    private static readonly (ListenerRole Role, string Name)[] Names =
    [
        (ListenerRole.Grpc, "grpc"), (ListenerRole.OtlpHttp, "otlp-http"), (ListenerRole.Http, "http"),
    ];

    // A writer holds a thread while it waits for the disk, and what arrives is decoded and compressed on others. With as many threads as two processors
    // have by themselves a question waits behind them at each of its steps: trace by id at full load took 5.5 ms (p50) and 43 ms (p95), with eight 3.3
    // and 19 (four interleaved runs, 2026-11-20). The system shares the processors among threads more evenly than a queue does among what waits in it.
    private const int LeastThreads = 8;

    public ServeCommand()
    {
        Command = new Command("serve", "Takes OTLP, keeps it, and serves the UI and the API. This is the default command.");
        Options.AddTo(Command);
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    public ServeOptions Options { get; } = new();

    /// <summary>Runs until asked to stop.</summary>
    /// <returns>0, or 1 if the program could not start; standard error then says why and what to do.</returns>
    public async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        KeepThreadsReady();
        try
        {
            await using var host = await StartAsync(Options.Read(parsed), cancellationToken);
            await host.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (Exception e) when (e is StartupException or StoreUnavailableException)
        {
            await Console.Error.WriteLineAsync($"otelgenai: {e.Message}");
            return 1;
        }
    }

    /// <summary>Opens the store, begins to listen, and prints one line for each address.</summary>
    internal static async Task<CollectorHost> StartAsync(IConfigurationRoot configuration, CancellationToken cancellationToken)
    {
        var host = await CollectorHost.OpenAsync(configuration, cancellationToken);
        try
        {
            await host.StartAsync(cancellationToken);
            foreach (var (role, name) in Names)
            {
                Console.WriteLine($"listening {name} {host.AddressOf(role).GetLeftPart(UriPartial.Authority)}");
            }

            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private static void KeepThreadsReady()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, LeastThreads), completions);
    }
}
