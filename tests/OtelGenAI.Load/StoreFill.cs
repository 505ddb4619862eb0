using System.Diagnostics;
using System.Globalization;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Load;

/// <summary>Fills a data folder with days of spans, straight into the store: what the program finds when it starts.</summary>
internal static class StoreFill
{
    /// <summary>Fills a folder that has no file yet.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public static async Task FillIfEmptyAsync(string folder, long spans, int days, LoadOptions options, Texts texts)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.db", SearchOption.AllDirectories).Any())
        {
            return;
        }

        var start = Stopwatch.GetTimestamp();
        await RunAsync(Directory.CreateDirectory(folder).FullName, spans, days, options, texts);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fill    {spans} spans on {days} days in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s"));
    }

    /// <summary>Spreads spans over the days before today.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="spans">How many spans, about.</param>
    /// <param name="days">How many days; the last one is yesterday.</param>
    /// <param name="options">What the spans look like.</param>
    /// <param name="texts">Their content.</param>
    private static async Task RunAsync(string folder, long spans, int days, LoadOptions options, Texts texts)
    {
        var source = new RequestSource(RequestTemplate.Build(options), texts, options, seed: 3);
        var keys = new AttributeKeyTable();
        var reader = new DialectReader(keys);
        var clock = new PastClock(days);
        await using var store = await SqliteTraceStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder }, clock);
        TelemetryBatch[] batches = [.. Enumerable.Range(0, 4).Select(_ => new TelemetryBatch(keys))];
        var requests = spans / options.SpansPerRequest;
        var perDay = Math.Max(1, requests / days);
        List<Task> appends = [];
        for (var request = 0L; request < requests; request++)
        {
            clock.DaysAgo = Math.Max(1, days - (int)(request / perDay));
            source.StartNano = (ulong)(clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
            var batch = batches[appends.Count];
            OtlpTraceDecoder.Decode(batch, source.Make(request).ToArray(), OtlpLimits.Default);
            reader.Read(batch);
            appends.Add(store.AppendAsync(TenantId.Default, batch, CancellationToken.None));
            if (appends.Count == batches.Length)
            {
                await Task.WhenAll(appends);
                appends.Clear();
            }
        }

        await Task.WhenAll(appends);
    }

    /// <summary>A clock some days behind; its timers are those of the system.</summary>
    private sealed class PastClock(int daysAgo) : TimeProvider
    {
        public int DaysAgo { get; set; } = daysAgo;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(-DaysAgo);
    }
}
