using System.Diagnostics;
using System.Globalization;

namespace OtelGenAI.Load;

/// <summary>The parts of a measurement, one after the other on one store.</summary>
internal sealed class Measurement(LoadOptions options, string folder, CancellationToken cancellationToken)
{
    // Longer than compiling the hot path takes.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    // Longer than a pause between two of its steps.
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(10);

    private readonly Texts _texts = new(seed: 20_261_120);
    private readonly List<long> _acknowledged = [];
    private long _nextNumber;
    private double? _floor;
    private double? _full;

    public async Task RunAsync(IReadOnlyList<string> parts)
    {
        if (parts.Contains("floor"))
        {
            await MeasureFloorAsync();
        }

        if (parts.Contains("start"))
        {
            await new StartMeasurement(options, options.KeptFolder ?? Sub("start"), _texts).RunAsync();
        }

        if (parts.Contains("questions"))
        {
            await new QuestionMeasurement(options, options.KeptFolder ?? Sub("questions"), _texts).RunAsync(cancellationToken);
        }

        if (!parts.Except(["floor", "start", "questions"]).Any())
        {
            return;
        }

        _acknowledged.Clear();
        await using var server = await ServerProcess.StartCollectorAsync(Sub("store"), options.Program);
        Console.WriteLine($"idle    {server.ResidentMegabytes} MB after the start");
        await RunAsync(server, options with { Duration = WarmUp, SpansPerSecond = null });
        foreach (var part in parts.Where(part => part is not ("floor" or "start" or "questions")))
        {
            Console.WriteLine($"{part,-7} {await MeasureAsync(server, part)}");
        }

        Console.WriteLine($"account {await new Account(server).AddUpAsync(options, _acknowledged)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"disk    {server.StoredBytes / (double)(_acknowledged.Count * options.SpansPerRequest):F0} bytes a span, log {server.LogMegabytes} MB; memory {server.ResidentMegabytes} MB at the end"));
    }

    private async Task MeasureFloorAsync()
    {
        var data = Sub("floor");
        await using (var floor = await ServerProcess.StartFloorAsync(data))
        {
            await RunAsync(floor, options with { Duration = WarmUp, SpansPerSecond = null });
            var result = await RunAsync(floor, options with { SpansPerSecond = null });
            _floor = result.SpansPerSecond;
            Console.WriteLine($"floor   {result}");
        }

        Directory.Delete(data, recursive: true);
    }

    private async Task<string> MeasureAsync(ServerProcess server, string part)
    {
        switch (part)
        {
            case "full":
                var full = await RunAsync(server, options with { SpansPerSecond = null });
                _full = full.SpansPerSecond;
                return $"{full}{(_floor is { } floor ? string.Create(CultureInfo.InvariantCulture, $"; {_full / floor:F2} of the floor") : "")}";
            case "half":
                return (await RunAsync(server, options with { SpansPerSecond = await FullAsync(server) / 2 })).ToString();
            case "steady":
                return (await RunAsync(new LoadRun(server, options with { SpansPerSecond = options.SpansPerSecond ?? (await FullAsync(server) / 2) }, _texts)
                {
                    EveryMinute = Console.WriteLine,
                })).ToString();
            case "settle":
                return await SettleAsync(server);
            case "query":
                return await QueryAsync(server);
            default:
                throw new ArgumentException($"'{part}' is not one of floor, full, half, query, steady, settle, start, questions.", nameof(part));
        }
    }

    /// <summary>Lets nothing arrive until the files get no smaller.</summary>
    private async Task<string> SettleAsync(ServerProcess server)
    {
        var spans = (double)_acknowledged.Count * options.SpansPerRequest;
        var requestBytes = RequestTemplate.Build(options).Bytes.Length / (double)options.SpansPerRequest;
        var arrived = server.StoredBytes;
        var start = Stopwatch.GetTimestamp();
        var (smallest, since) = (arrived, start);
        while (Stopwatch.GetElapsedTime(since) < SettledAfter)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            if (server.StoredBytes < smallest)
            {
                (smallest, since) = (server.StoredBytes, Stopwatch.GetTimestamp());
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"just arrived {arrived / spans:F0} bytes a span, 1/{requestBytes * spans / arrived:F1} of the OTLP bytes; after {Stopwatch.GetElapsedTime(start, since).TotalSeconds:F0} s " +
            $"of quiet {smallest / spans:F0}, 1/{requestBytes * spans / smallest:F1}");
    }

    private async Task<double> FullAsync(ServerProcess server) =>
        _full ??= (await RunAsync(server, options with { Duration = WarmUp * 2, SpansPerSecond = null })).SpansPerSecond;

    private async Task<string> QueryAsync(ServerProcess server)
    {
        var run = new LoadRun(server, options with { SpansPerSecond = null }, _texts);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = new QueryLoad(server, options).RunAsync(run.Acknowledged, ending.Token);
        var result = await RunAsync(run);
        await ending.CancelAsync();
        return $"{await asking}, at {result.SpansPerSecond:F0} spans/s";
    }

    private Task<LoadResult> RunAsync(ServerProcess server, LoadOptions part) => RunAsync(new LoadRun(server, part, _texts));

    private async Task<LoadResult> RunAsync(LoadRun run)
    {
        var result = await run.RunAsync(_nextNumber, cancellationToken);
        _nextNumber += result.Requests + result.Refused + options.Connections;
        _acknowledged.AddRange(run.Acknowledged);
        return result;
    }

    private string Sub(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
}
