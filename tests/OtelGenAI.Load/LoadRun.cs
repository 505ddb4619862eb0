using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace OtelGenAI.Load;

/// <summary>Sends requests over several connections and keeps account of what was acknowledged.</summary>
internal sealed class LoadRun(ServerProcess server, LoadOptions options, Texts texts)
{
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(250);

    private readonly RequestTemplate _template = RequestTemplate.Build(options);
    private readonly ConcurrentQueue<double> _latencies = [];
    private long _next;
    private long _refused;
    private long _peakResident;
    private long _peakLog;

    /// <summary>Told each minute what it was like; nobody by default.</summary>
    public Action<string>? EveryMinute { get; init; }

    /// <summary>Numbers of the requests that were acknowledged, in the order in which they were.</summary>
    public ConcurrentQueue<long> Acknowledged { get; } = [];

    /// <summary>Runs to its end.</summary>
    /// <param name="firstNumber">Number of the first request; numbers make ids, so no two runs on one store share them.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<LoadResult> RunAsync(long firstNumber, CancellationToken cancellationToken = default)
    {
        _next = firstNumber;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(options.Duration);
        var before = server.ProcessorTime;
        var ownBefore = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var sampling = SampleAsync(ending.Token);
        await Task.WhenAll(Enumerable.Range(0, options.Connections).Select(connection => Task.Run(() => SendAsync(connection, start, firstNumber, ending.Token), CancellationToken.None)));
        var elapsed = Stopwatch.GetElapsedTime(start);
        var used = server.ProcessorTime - before;
        await ending.CancelAsync();
        await sampling;
        return new LoadResult(
            Acknowledged.Count, _refused, (long)Acknowledged.Count * options.SpansPerRequest, _template.Bytes.Length, elapsed, used,
            Environment.CpuUsage.TotalTime - ownBefore, [.. _latencies.Order()], _peakResident, _peakLog);
    }

    private async Task SendAsync(int connection, long start, long firstNumber, CancellationToken ending)
    {
        using var client = new ExportClient(options.IsGrpc ? server.Grpc : server.OtlpHttp, options.IsGrpc);
        var source = new RequestSource(_template, texts, options, seed: connection + (int)firstNumber);
        while (!ending.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _next) - 1;
            if (number - firstNumber >= options.MaxRequests)
            {
                return;
            }

            source.StartNano = (ulong)(DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * 100;
            var body = source.Make(number);
            var due = await WaitUntilDueAsync(number - firstNumber, start, ending);
            if (due is null)
            {
                return;
            }

            // A request that has begun is finished: its spans must be in the account, or the account is wrong.
            if (await client.SendAsync(body, CancellationToken.None))
            {
                _latencies.Enqueue(Stopwatch.GetElapsedTime(due.Value).TotalMilliseconds);
                Acknowledged.Enqueue(number);
            }
            else
            {
                Interlocked.Increment(ref _refused);
            }
        }
    }

    /// <summary>When the request should have been sent: a late one is measured from then, or a slow server would look fast.</summary>
    private async Task<long?> WaitUntilDueAsync(long index, long start, CancellationToken ending)
    {
        if (options.SpansPerSecond is not { } rate)
        {
            return Stopwatch.GetTimestamp();
        }

        var due = start + (long)(index * options.SpansPerRequest / rate * Stopwatch.Frequency);
        var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (wait > TimeSpan.Zero)
        {
            try
            {
                await Task.Delay(wait, ending);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        return Math.Max(due, start);
    }

    private async Task SampleAsync(CancellationToken ending)
    {
        var minute = Stopwatch.GetTimestamp();
        var described = 0;
        long resident = 0, log = 0;
        using var timer = new PeriodicTimer(SampleEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(ending))
            {
                (resident, log) = (Math.Max(resident, server.ResidentMegabytes), Math.Max(log, server.LogMegabytes));
                (_peakResident, _peakLog) = (Math.Max(_peakResident, resident), Math.Max(_peakLog, log));
                if (EveryMinute is not null && Stopwatch.GetElapsedTime(minute) is var elapsed && elapsed >= TimeSpan.FromMinutes(1))
                {
                    // What was acknowledged since the last line; the queue keeps the order.
                    double[] latencies = [.. _latencies.Skip(described).Order()];
                    described += latencies.Length;
                    EveryMinute(Describe(latencies, elapsed, resident, log));
                    (minute, resident, log) = (Stopwatch.GetTimestamp(), 0, 0);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private string Describe(double[] latencies, TimeSpan elapsed, long resident, long log) => latencies.Length == 0 ? "minute  nothing was acknowledged" : string.Create(
        CultureInfo.InvariantCulture,
        $"minute  {latencies.Length * options.SpansPerRequest / elapsed.TotalSeconds,9:F0} spans/s, acknowledged p50 {latencies[latencies.Length / 2]:F1} ms " +
        $"p99 {latencies[latencies.Length * 99 / 100]:F1} ms, memory at most {resident} MB, log at most {log} MB");
}
