using System.Diagnostics;
using System.Runtime.CompilerServices;
using OtelGenAI.Collector.Hosting;

namespace OtelGenAI.Collector.Commands;

/// <summary>One process of the demo, in a role. It ends when its standard input is closed, and at the latest a little after that.</summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    // Long enough to send what it still holds; the demo's processes hold a few dozen spans.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly string _role;

    private DemoProcess(Process process, string role)
    {
        _process = process;
        _role = role;
    }

    /// <summary>Starts a role.</summary>
    /// <param name="role">Which.</param>
    /// <param name="arguments">The rest of its command line.</param>
    /// <param name="key">The key it sends with, or <see langword="null"/>; not on the command line, which others on the machine can see.</param>
    /// <exception cref="StartupException">The demo is not beside this program.</exception>
    public static DemoProcess Start(string role, IReadOnlyList<string> arguments, string? key = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "demo", "otelgenai-demo.dll");
        if (!File.Exists(program))
        {
            throw new StartupException($"The demo's agent is not at {program}. It is built together with otelgenai; build the whole solution.");
        }

        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in (string[])[program, role, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        if (key is not null)
        {
            start.Environment["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-api-key={key}";
        }

        return new DemoProcess(Process.Start(start)!, role);
    }

    /// <summary>Waits for the line that says where it listens.</summary>
    /// <exception cref="StartupException">It ended first.</exception>
    public async Task<string> ReadAddressAsync(CancellationToken cancellationToken)
    {
        await foreach (var line in ReadLinesAsync(cancellationToken))
        {
            if (line.Split(' ') is ["listening", .., var url])
            {
                return url;
            }
        }

        throw new StartupException($"The demo's {_role} ended before it listened; what it said is above.");
    }

    /// <summary>The lines of its standard output, until it ends.</summary>
    public async IAsyncEnumerable<string> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            using var deadline = new CancellationTokenSource(TimeToEnd);
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
        finally
        {
            _process.Dispose();
        }
    }
}
