using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>The real program, on free ports, with a data folder of the test's.</summary>
internal sealed class CollectorProcess : IAsyncDisposable
{
    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(60);

    // A request that is under way may take as long as the host gives it, 30 seconds.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private CollectorProcess(Process process) => _process = process;

    /// <summary>Address of OTLP/gRPC.</summary>
    public Uri Grpc { get; private set; } = null!;

    /// <summary>Address of OTLP/HTTP.</summary>
    public Uri OtlpHttp { get; private set; } = null!;

    /// <summary>Address of the UI and the API.</summary>
    public Uri Http { get; private set; } = null!;

    /// <summary>A client of the API.</summary>
    public HttpClient Api { get; private set; } = null!;

    /// <summary>Starts it on free ports and waits until it listens.</summary>
    /// <param name="dataFolder">Where it keeps its data.</param>
    /// <param name="more">More of the command line.</param>
    public static Task<CollectorProcess> StartAsync(string dataFolder, params string[] more) =>
        StartAsync(["serve", "--data", dataFolder, "--grpc", "127.0.0.1:0", "--otlp-http", "127.0.0.1:0", "--http", "127.0.0.1:0", .. more]);

    /// <summary>Starts it on ports that it can come back to, and waits until it listens.</summary>
    public static Task<CollectorProcess> StartToReturnAsync(string dataFolder) =>
        StartAsync(["serve", "--data", dataFolder, "--grpc", FreePort.Address(), "--otlp-http", FreePort.Address(), "--http", FreePort.Address()]);

    /// <summary>Starts it where another one of <see cref="StartToReturnAsync"/> listened before, and waits until it listens.</summary>
    public static Task<CollectorProcess> StartAgainAsync(string dataFolder, CollectorProcess before) =>
        StartAsync(["serve", "--data", dataFolder, "--grpc", before.Grpc.Authority, "--otlp-http", before.OtlpHttp.Authority, "--http", before.Http.Authority]);

    /// <summary>Starts it so that it may do no more with files than their modes say, also when the tests are root.</summary>
    public static Task<CollectorProcess> StartUnprivilegedAsync(string dataFolder) =>
        StartAsync(Unprivileged("serve", "--data", dataFolder, "--grpc", "127.0.0.1:0", "--otlp-http", "127.0.0.1:0", "--http", "127.0.0.1:0"));

    private static Task<CollectorProcess> StartAsync(string[] arguments) => StartAsync(Program(arguments));

    private static async Task<CollectorProcess> StartAsync(ProcessStartInfo program)
    {
        var collector = new CollectorProcess(Process.Start(program)!);
        collector._process.ErrorDataReceived += (_, line) =>
        {
            lock (collector._errors)
            {
                collector._errors.AppendLine(line.Data);
            }
        };
        collector._process.BeginErrorReadLine();
        using var deadline = new CancellationTokenSource(TimeToStart);
        collector.Grpc = await collector.ReadAddressAsync("grpc", deadline.Token);
        collector.OtlpHttp = await collector.ReadAddressAsync("otlp-http", deadline.Token);
        collector.Http = await collector.ReadAddressAsync("http", deadline.Token);
        collector.Api = new HttpClient { BaseAddress = collector.Http };
        return collector;
    }

    /// <summary>How to start the program with arguments.</summary>
    public static ProcessStartInfo Program(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Checkout.CollectorProgram, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    /// <summary>How to start the program so that it may do no more with files than their modes say, also when the tests are root.</summary>
    public static ProcessStartInfo Unprivileged(params string[] arguments)
    {
        var start = Program(arguments);
        if (Environment.IsPrivilegedProcess)
        {
            // Still root, which owns the files, but without root's right to ignore their modes.
            start.FileName = "setpriv";
            start.ArgumentList.Insert(0, "--bounding-set=-dac_override,-dac_read_search");
            start.ArgumentList.Insert(1, "dotnet");
        }

        return start;
    }

    /// <summary>Runs a command of the program to its end.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(Program(arguments))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output.Trim();
    }

    /// <summary>Ends it without a chance to finish anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as a service manager does, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var deadline = new CancellationTokenSource(TimeToEnd);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>The answer of an API call, which must be 200.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Api.GetAsync(new Uri(path, UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"GET {path} was answered with {(int)response.StatusCode}: {body}");
        return JsonNode.Parse(body)!;
    }

    /// <summary>The value of a metric of the collector, summed over its labels.</summary>
    public async Task<long> MetricAsync(string name)
    {
        var text = await Api.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return text.Split('\n')
            .Where(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal))
            .Sum(line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task<Uri> ReadAddressAsync(string name, CancellationToken cancellationToken)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken);
        if (line?.Split(' ') is not ["listening", var said, var address] || said != name)
        {
            await Task.WhenAny(_process.WaitForExitAsync(cancellationToken), Task.Delay(TimeSpan.FromSeconds(1), cancellationToken));
            lock (_errors)
            {
                throw new InvalidOperationException($"The collector said '{line}' where it should say 'listening {name} URL'. {_errors}");
            }
        }

        return new Uri(address);
    }
}
