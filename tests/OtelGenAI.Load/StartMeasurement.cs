using System.Diagnostics;
using System.Globalization;

namespace OtelGenAI.Load;

/// <summary>How long a start takes on a full data folder: until it takes requests, and until the first answers; also after SIGKILL under load.</summary>
internal sealed class StartMeasurement(LoadOptions options, string folder, Texts texts)
{
    public async Task RunAsync()
    {
        var small = options with { ContentBytes = 200, SpansPerSecond = null };
        await StoreFill.FillIfEmptyAsync(folder, options.StoredSpans, options.Days, small, texts);
        await using (var server = await StartAsync("start"))
        {
            // A log as full as it gets, and no chance to empty it. No number of an earlier run: traces of a folder that is kept would be sent again.
            await new LoadRun(server, options with { Duration = TimeSpan.FromSeconds(5), SpansPerSecond = null }, texts).RunAsync(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            Console.WriteLine($"killed  with a log of {server.LogMegabytes} MB");
        }

        await using var again = await StartAsync("again");
    }

    private async Task<ServerProcess> StartAsync(string name)
    {
        var start = Stopwatch.GetTimestamp();
        var server = await ServerProcess.StartCollectorAsync(folder, options.Program);
        using var api = new HttpClient { BaseAddress = server.Http };
        var listening = Stopwatch.GetElapsedTime(start);
        using var ready = await api.GetAsync(new Uri("/readyz", UriKind.Relative));
        ready.EnsureSuccessStatusCode();
        var isReady = Stopwatch.GetElapsedTime(start);
        using var list = await api.GetAsync(new Uri("/api/v1/traces?limit=50", UriKind.Relative));
        list.EnsureSuccessStatusCode();
        var listed = Stopwatch.GetElapsedTime(start);
        using var client = new ExportClient(server.OtlpHttp, isGrpc: false);
        var source = new RequestSource(RequestTemplate.Build(options), texts, options, seed: 4);
        if (!await client.SendAsync(source.Make(long.MaxValue >> 24 ^ Environment.TickCount64), CancellationToken.None))
        {
            throw new InvalidOperationException("The first request was not acknowledged.");
        }

        var acknowledged = Stopwatch.GetElapsedTime(start);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-7} listening after {listening.TotalSeconds:F2} s, ready {isReady.TotalSeconds:F2} s, first list {listed.TotalSeconds:F2} s, first acknowledgement {acknowledged.TotalSeconds:F2} s; {server.ResidentMegabytes} MB"));
        return server;
    }
}
