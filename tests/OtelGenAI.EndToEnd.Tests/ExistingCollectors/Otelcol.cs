using System.Diagnostics;
using System.Text;

namespace OtelGenAI.EndToEnd.Tests.ExistingCollectors;

/// <summary>A real OpenTelemetry Collector, running a configuration of this repository.</summary>
internal sealed class Otelcol : IAsyncDisposable
{
    private const string Ready = "Everything is ready";

    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Otelcol(Process process, Uri grpc, Uri http)
    {
        _process = process;
        Grpc = grpc;
        Http = http;
    }

    /// <summary>The program, or <see langword="null"/>.</summary>
    public static string? Program { get; } =
        Environment.GetEnvironmentVariable("OTELCOL") is { Length: > 0 } path && File.Exists(path) ? path : null;

    /// <summary>Address of its OTLP/gRPC receiver.</summary>
    public Uri Grpc { get; }

    /// <summary>Address of its OTLP/HTTP receiver.</summary>
    public Uri Http { get; }

    /// <summary>What it has logged so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    /// <param name="configuration">The file.</param>
    /// <param name="grpcVariable">The variable that the file reads the address of its gRPC receiver from.</param>
    /// <param name="httpVariable">The same for HTTP.</param>
    /// <param name="variables">More variables that the file reads.</param>
    public static async Task<Otelcol> StartAsync(
        string configuration, string grpcVariable, string httpVariable, params (string Name, string Value)[] variables)
    {
        // The Collector does not say which port it got for port 0.
        var (grpc, http) = (FreePort.Address(), FreePort.Address());
        var start = Command("--config", configuration, "--config", "yaml:service::telemetry::metrics::level: none");
        foreach (var (name, value) in (IEnumerable<(string, string)>)[(grpcVariable, grpc), (httpVariable, http), .. variables])
        {
            start.Environment[name] = value;
        }

        var collector = new Otelcol(Process.Start(start)!, new Uri($"http://{grpc}"), new Uri($"http://{http}"));
        collector._process.OutputDataReceived += collector.Hear;
        collector._process.ErrorDataReceived += collector.Hear;
        collector._process.BeginOutputReadLine();
        collector._process.BeginErrorReadLine();
        var ended = collector._process.WaitForExitAsync();
        var first = await Task.WhenAny(collector._ready.Task, ended, Task.Delay(TimeToStart));
        Assert.True(first == collector._ready.Task, $"The Collector did not start with {configuration}: {collector.Log}");
        return collector;
    }

    /// <summary>Asks it whether it could run a configuration.</summary>
    /// <returns>What it says is wrong; empty if nothing.</returns>
    public static async Task<string> ValidateAsync(string configuration)
    {
        using var process = Process.Start(Command("validate", "--config", configuration))!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? "" : await errors;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Command(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OTELGENAI_KEY"] = "a-key";
        return start;
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
        {
            _log.AppendLine(line.Data);
        }

        if (line.Data?.Contains(Ready, StringComparison.Ordinal) == true)
        {
            _ready.TrySetResult();
        }
    }
}

/// <summary>A test that needs a real OpenTelemetry Collector. Without one it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OtelcolFactAttribute : FactAttribute
{
    internal const string Reason = "No OpenTelemetry Collector: set OTELCOL to its program (see CONTRIBUTING.md).";

    public OtelcolFactAttribute()
    {
        if (Otelcol.Program is null)
        {
            Skip = Reason;
        }
    }
}

/// <summary>As <see cref="OtelcolFactAttribute"/>, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OtelcolTheoryAttribute : TheoryAttribute
{
    public OtelcolTheoryAttribute()
    {
        if (Otelcol.Program is null)
        {
            Skip = OtelcolFactAttribute.Reason;
        }
    }
}
