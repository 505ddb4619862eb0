using System.Globalization;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.InMemory;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Storage.Tests.Metrics;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>Random operations on the SQLite store and on the in-memory store have equal answers.</summary>
public sealed class ModelTests
{
    private const int Steps = 120;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_store_equals_its_model(int seed)
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        var random = new Random(seed);
        await using var model = new InMemoryTraceStore();
        await using var pointModel = new InMemoryMetricStore();
        var store = await OpenAsync(folder, clock, random);
        var points = await OpenPointsAsync(folder, clock);
        var step = 0;
        try
        {
            for (; step < Steps; step++)
            {
                switch (random.Next(16))
                {
                    case < 5:
                        await AppendAsync(store, model, random);
                        break;
                    case < 6:
                        await AppendLogsAsync(store, model, random);
                        break;
                    case < 7:
                        await PinAsync(store, model, random);
                        break;
                    case < 8:
                        await AppendPointsAsync(points, pointModel, random);
                        break;
                    case < 10:
                        await CompareTraceAsync(store, model, random.Next(12));
                        break;
                    case < 11:
                        await CompareLogsAsync(store, model, random);
                        break;
                    case < 12:
                        await ComparePointsAsync(points, pointModel, random);
                        break;
                    case < 14:
                        await CompareListAsync(store, model, random);
                        break;
                    case < 15:
                        store = await Disturb(store, folder, clock, random);
                        break;
                    default:
                        clock.Advance(TimeSpan.FromMinutes(10));
                        points.CloseQuietFiles();
                        await points.DisposeAsync();
                        points = await OpenPointsAsync(folder, clock);
                        break;
                }
            }

            for (var trace = 0; trace < 12; trace++)
            {
                await CompareTraceAsync(store, model, trace);
            }

            Expect.Same(await model.ListAll(), await store.ListAll(pageSize: 3));
            await CompareLogsAsync(store, model, random);
            await ComparePointsAsync(points, pointModel, random);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}, step {step}: {failure.Message}"), failure);
        }
        finally
        {
            await store.DisposeAsync();
            await points.DisposeAsync();
        }
    }

    private static async Task AppendLogsAsync(SqliteTraceStore store, InMemoryTraceStore model, Random random)
    {
        var logs = Enumerable.Range(0, random.Next(1, 20)).Select(_ => Some.Log(
            trace: random.Next(14), span: random.Next(4), time: random.Next(5), text: $"said {random.Next(6)}")).ToList();

        Assert.Equal(await model.AppendLogs(logs), await store.AppendLogs(logs));
    }

    private static async Task PinAsync(SqliteTraceStore store, InMemoryTraceStore model, Random random)
    {
        var traceId = Some.TraceId(random.Next(14));
        var isPinned = Maybe(random, 2);

        Assert.Equal(await Change(model), await Change(store));

        Task<PinResult> Change(ITracePins pins) =>
            isPinned ? pins.PinAsync(Some.Tenant, traceId, CancellationToken.None) : pins.UnpinAsync(Some.Tenant, traceId, CancellationToken.None);
    }

    // What became of a retry is not compared: after days it may be stored once more, and is read once all the same.
    private static async Task AppendPointsAsync(SqliteMetricStore store, InMemoryMetricStore model, Random random)
    {
        var points = Enumerable.Range(0, random.Next(1, 20)).Select(_ => new PointSpec($"metric{random.Next(2)}", random.Next(50), random.Next(3))
        {
            Model = $"m{random.Next(3)}",
            Service = $"service{random.Next(2)}",
            Trace = random.Next(3),
        }).DistinctBy(point => (point.Metric, point.Second, point.Model, point.Service)).ToList();

        await model.AppendAsync(Some.Tenant, SomeMetrics.Batch(points), CancellationToken.None);
        await store.AppendAsync(Some.Tenant, SomeMetrics.Batch(points), CancellationToken.None);
    }

    private static async Task CompareLogsAsync(SqliteTraceStore store, InMemoryTraceStore model, Random random)
    {
        var trace = random.Next(1, 14);
        Assert.Equal(
            await model.GetLogFingerprintAsync(Some.Tenant, Some.TraceId(trace), CancellationToken.None),
            await store.GetLogFingerprintAsync(Some.Tenant, Some.TraceId(trace), CancellationToken.None));
        Assert.Equal(LogReading.Texts(await model.ReadAllLogs(trace)), LogReading.Texts(await store.ReadAllLogs(trace)));
        for (var span = 0; span < 4; span++)
        {
            Assert.Equal(await model.Logs(trace, span), await store.Logs(trace, span));
        }

        Assert.Equal(await model.ListLogs(), await store.ListLogs(pageSize: random.Next(1, 8)));
    }

    private static async Task ComparePointsAsync(SqliteMetricStore store, InMemoryMetricStore model, Random random)
    {
        var range = new MetricRange(Some.Second(random.Next(25)), Some.Second(25 + random.Next(25)));

        Assert.Equal(await ReadAsync(model), await ReadAsync(store));

        async Task<List<string>> ReadAsync(IMetricStore metrics)
        {
            List<string> read = [];
            var series = await metrics.ListSeriesAsync(Some.Tenant, new MetricSelection(["metric0", "metric1"], range), CancellationToken.None);
            await metrics.ReadPointsAsync(
                Some.Tenant, [.. series.Select(found => found.Id)], range,
                found => read.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{found.Id}: {string.Join(' ', found.Points.Select(point => $"{point.TimeUnixNano}={point.Value}"))} and {string.Join(' ', found.Exemplars.Select(exemplar => exemplar.TimeUnixNano))}")),
                CancellationToken.None);
            read.Sort(StringComparer.Ordinal);
            return read;
        }
    }

    private static async Task AppendAsync(SqliteTraceStore store, InMemoryTraceStore model, Random random)
    {
        var spans = Enumerable.Range(0, random.Next(1, 30)).Select(_ => RandomSpan(random)).ToList();

        Assert.Equal(await model.Append(spans), await store.Append(spans));
    }

    private static async Task CompareTraceAsync(SqliteTraceStore store, InMemoryTraceStore model, int trace)
    {
        var traceId = Some.TraceId(trace);
        Expect.Same(
            await model.GetTraceAsync(Some.Tenant, traceId, CancellationToken.None),
            await store.GetTraceAsync(Some.Tenant, traceId, CancellationToken.None));
        for (var id = 1; id < 20; id += 6)
        {
            Expect.Same(await model.Span(trace, id), await store.Span(trace, id));
        }

        var (expected, actual) = (await model.ReadAll(traceId), await store.ReadAll(traceId));
        Assert.Equal(expected.Select(span => span.Record), actual.Select(span => span.Record));
        Assert.All(expected.Zip(actual), pair => Expect.Same(pair.First, pair.Second));
    }

    private static async Task CompareListAsync(SqliteTraceStore store, InMemoryTraceStore model, Random random)
    {
        var filter = new TraceFilter
        {
            StartFromUnixNano = Maybe(random, 4) ? Some.Second(random.Next(10)) : null,
            StartBeforeUnixNano = Maybe(random, 4) ? Some.Second(random.Next(10)) : null,
            ConversationId = Maybe(random, 4) ? $"c{random.Next(3)}" : null,
            UserId = Maybe(random, 4) ? $"u{random.Next(3)}" : null,
            NameContains = Maybe(random, 4) ? "P1" : null,
            HasError = Maybe(random, 4) ? Maybe(random, 2) : null,
            IsPinned = Maybe(random, 4) ? Maybe(random, 2) : null,
        };

        Expect.Same(await model.ListAll(filter, pageSize: 1_000), await store.ListAll(filter, pageSize: random.Next(1, 8)));
    }

    /// <summary>Things that must not change any answer.</summary>
    private static async Task<SqliteTraceStore> Disturb(SqliteTraceStore store, TempFolder folder, ManualClock clock, Random random)
    {
        switch (random.Next(3))
        {
            case 0:
                clock.Advance(TimeSpan.FromHours(random.Next(1, 60)));
                return store;
            case 1:
                clock.Advance(TimeSpan.FromMinutes(10));
                store.CloseQuietFiles();
                return store;
            default:
                await store.DisposeAsync();
                return await OpenAsync(folder, clock, random);
        }
    }

    private static SpanSpec RandomSpan(Random random) => Some.Span(
        trace: random.Next(12), id: random.Next(1, 20), parent: random.Next(20), name: $"step{random.Next(3)}", start: random.Next(10),
        seconds: random.Next(5)) with
    {
        Kind = (ObservationKind)random.Next(4),
        Status = random.Next(8) == 0 ? 2 : 0,
        Tokens = Maybe(random, 2) ? new TokenUsage(random.Next(3), random.Next(3), null, random.Next(3), null) : default,
        RequestModel = Maybe(random, 2) ? $"model{random.Next(3)}" : "",
        Conversation = Maybe(random, 3) ? $"c{random.Next(3)}" : "",
        User = Maybe(random, 3) ? $"u{random.Next(3)}" : "",
        Labels = Maybe(random, 3) ? $$$"""{"version":"v{{{random.Next(2)}}}","tags":["t{{{random.Next(4)}}}"],"metadata":{"k{{{random.Next(3)}}}":{{{random.Next(5)}}}}}""" : null,
        Resource = random.Next(3) is var service && service == 0
            ? new ResourceSpec("service0") { Labels = """{"session":"of resource","environment":"resource's","tags":["r"]}""" }
            : new ResourceSpec($"service{service}"),
        Scope = $"scope{random.Next(2)}",
    };

    private static bool Maybe(Random random, int oneIn) => random.Next(oneIn) == 0;

    private static Task<SqliteMetricStore> OpenPointsAsync(TempFolder folder, ManualClock clock) =>
        SqliteMetricStore.OpenAsync(new SqliteStoreOptions { DataFolder = folder.Path }, clock);

    private static Task<SqliteTraceStore> OpenAsync(TempFolder folder, ManualClock clock, Random random) => SqliteTraceStore.OpenAsync(
        new SqliteStoreOptions
        {
            DataFolder = folder.Path,
            MaxArrivingSpans = random.Next(1, 200),
            MaxIdleReaders = random.Next(1, 5),
            MaxConcurrentReads = 2,
        },
        clock);
}
