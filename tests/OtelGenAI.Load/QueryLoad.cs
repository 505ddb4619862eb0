using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace OtelGenAI.Load;

/// <summary>Asks the API for traces and for the newest 50 while requests come in, as a person with a page open would.</summary>
internal sealed class QueryLoad(ServerProcess server, LoadOptions options)
{
    // Ten questions of each kind a second: several people at once.
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _api = new() { BaseAddress = server.Http };
    private readonly List<double> _traces = [];
    private readonly List<double> _lists = [];

    /// <summary>Asks until told to stop.</summary>
    public async Task<string> RunAsync(ConcurrentQueue<long> acknowledged, CancellationToken ending)
    {
        var random = new Random(2);
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(ending))
            {
                if (acknowledged.TryPeek(out var first) && acknowledged.Count is > 0 and var count)
                {
                    var id = RequestSource.TraceId(first + random.Next(count), random.Next(options.SpansPerRequest / options.SpansPerTrace));
                    await MeasureAsync($"/api/v1/traces/{id}", _traces);
                    await MeasureAsync("/api/v1/traces?limit=50", _lists);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }

        return $"trace by id {Describe(_traces)}; newest 50 {Describe(_lists)}";
    }

    private async Task MeasureAsync(string path, List<double> latencies)
    {
        var start = Stopwatch.GetTimestamp();
        using var response = await _api.GetAsync(new Uri(path, UriKind.Relative), CancellationToken.None);
        await response.Content.ReadAsByteArrayAsync(CancellationToken.None);
        if (response.IsSuccessStatusCode)
        {
            latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    private static string Describe(List<double> latencies)
    {
        latencies.Sort();
        return latencies.Count == 0 ? "never" : string.Create(
            CultureInfo.InvariantCulture,
            $"p50 {latencies[latencies.Count / 2]:F1} ms p95 {latencies[latencies.Count * 95 / 100]:F1} ms of {latencies.Count}");
    }
}
