using System.CommandLine;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Commands;

/// <summary><c>otelgenai demo</c>: the collector, and an agent of two processes that sends it three runs.</summary>
internal sealed class DemoCommand
{
    private readonly ServeOptions _options = new();
    private readonly Option<bool> _exit = new("--exit") { Description = "End after the runs instead of serving their pages until Ctrl+C." };

    // The variable of the official SDKs: with it, the agent asks the real model instead of the scripted one.
    private static bool IsModelReal => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OPENAI_API_KEY"));

    public DemoCommand()
    {
        Command = new Command("demo", "Starts the collector and an example agent that sends it three runs: one good, one quietly wrong, one failing.");
        _options.AddTo(Command);
        Command.Options.Add(_exit);
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = _options.Read(parsed);
            await using var host = await ServeCommand.StartAsync(configuration, cancellationToken);
            var data = (configuration.Get<CollectorOptions>() ?? new CollectorOptions()).Data;
            var (runs, needsKey) = await RunAgentAsync(host, data, cancellationToken);
            Console.WriteLine();
            foreach (var (name, traceId) in runs)
            {
                Console.WriteLine($"{name,-16} {host.AddressOf(ListenerRole.Http)}traces/{traceId}");
            }

            if (needsKey)
            {
                Console.WriteLine();
                Console.WriteLine($"This data folder has keys: the pages ask for one of tenant {TenantId.Default} with the scope read ('otelgenai keys add --scope read').");
            }

            if (!parsed.GetValue(_exit))
            {
                Console.WriteLine();
                Console.WriteLine("Open a link; Ctrl+C ends the demo.");
                await host.WaitForShutdownAsync(cancellationToken);
            }

            return 0;
        }
        catch (Exception e) when (e is StartupException or StoreUnavailableException)
        {
            await Console.Error.WriteLineAsync($"otelgenai: {e.Message}");
            return 1;
        }
    }

    private static async Task<(IReadOnlyList<(string Name, string TraceId)> Runs, bool NeedsKey)> RunAgentAsync(
        CollectorHost host, string data, CancellationToken cancellationToken)
    {
        using var key = DemoKey.MakeIfNeeded(data, TimeProvider.System);
        return (await RunAgentAsync(host, key, cancellationToken), key.Text is not null);
    }

    private static async Task<IReadOnlyList<(string Name, string TraceId)>> RunAgentAsync(CollectorHost host, DemoKey key, CancellationToken cancellationToken)
    {
        await using var provider = IsModelReal ? null : DemoProcess.Start("provider", ["--stop-with-input"]);
        string[] model = provider is null ? [] : ["--provider", await provider.ReadAddressAsync(cancellationToken)];
        await using var tools = DemoProcess.Start("tools", ["--otlp-http", Url(host, ListenerRole.OtlpHttp), .. model, "--stop-with-input"], key.Text);
        var toolsUrl = await tools.ReadAddressAsync(cancellationToken);
        await using var agent = DemoProcess.Start("agent", ["--otlp-grpc", Url(host, ListenerRole.Grpc), .. model, "--tools", toolsUrl], key.Text);

        List<(string, string)> runs = [];
        await foreach (var line in agent.ReadLinesAsync(cancellationToken))
        {
            if (line.Split(' ') is ["trace", var name, var traceId])
            {
                runs.Add((name, traceId));
            }
            else
            {
                Console.WriteLine($"  {line}");
            }
        }

        if (await agent.WaitForExitAsync(cancellationToken) is not 0 and var exitCode)
        {
            throw new StartupException($"The demo's agent ended with code {exitCode}; what it said is above.");
        }

        return runs;
    }

    private static string Url(CollectorHost host, ListenerRole role) => host.AddressOf(role).GetLeftPart(UriPartial.Authority);
}
