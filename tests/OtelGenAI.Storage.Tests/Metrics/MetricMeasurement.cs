using System.Diagnostics;
using System.Globalization;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Metrics;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Tests.Metrics;

/// <summary>
/// Measures appends of data points: half counters, half histograms, a batch of 200 series a minute from each of four services.
/// Run it with <c>dotnet run -c Release --project tests/OtelGenAI.Storage.Tests -- measure-metrics FOLDER [MINUTES]</c>.
/// </summary>
internal static class MetricMeasurement
{
    public const string Name = "measure-metrics";

    private const int Services = 4;
    private const int SeriesPerService = 200;

    public static async Task RunAsync(string folder, int minutes)
    {
        var work = Enumerable.Range(0, Services).Select(service => Enumerable.Range(1, minutes).Select(minute => Batch(service, minute)).ToList()).ToList();
        var points = (long)Services * SeriesPerService * minutes;
        var data = Path.Combine(folder, "measure-metrics");
        await using (var store = await SqliteMetricStore.OpenAsync(new SqliteStoreOptions { DataFolder = data }, TimeProvider.System))
        {
            foreach (var what in (string[])["store", "retry"])
            {
                var watch = Stopwatch.StartNew();
                await Task.WhenAll(work.Select(own => AppendAsync(store, own)));
                Say($"{what} {points / watch.Elapsed.TotalSeconds:F0} points/s, {store.Statistics.Commits} commits");
            }

            var reading = Stopwatch.StartNew();
            var range = new MetricRange(0, long.MaxValue);
            var series = await store.ListSeriesAsync(TenantId.Default, new MetricSelection(["h"], range), default);
            var read = 0L;
            await store.ReadPointsAsync(TenantId.Default, [.. series.Select(one => one.Id)], range, found => read += found.Points.Count, default);
            Say($"read {read} points of {series.Count} series in {reading.ElapsedMilliseconds} ms");
        }

        var stored = new DirectoryInfo(data).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        Say($"on disk {stored / points} bytes/point");
        Directory.Delete(data, recursive: true);
    }

    private static TelemetryBatch Batch(int service, int minute) => SomeMetrics.Batch(Enumerable.Range(0, SeriesPerService).Select(number => number % 2 == 0
        ? new PointSpec("c", minute * 60, minute * number) { Model = $"m{number}", Service = $"s{service}" }
        : new PointSpec("h", minute * 60, minute * 1.5)
        {
            Model = $"m{number}",
            Service = $"s{service}",
            Kind = MetricKind.Histogram,
            Buckets = $"{minute},{minute * 3},{minute / 7},0",
        }));

    private static async Task AppendAsync(SqliteMetricStore store, List<TelemetryBatch> batches)
    {
        foreach (var batch in batches)
        {
            await store.AppendAsync(TenantId.Default, batch, default);
        }
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
