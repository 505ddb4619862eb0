using System.Globalization;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Compaction;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Storage.Tests.Metrics;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Tests.Sqlite.Processes;

/// <summary>What the other process of a test does.</summary>
internal static class StoreProcess
{
    /// <summary>Opens a store, says so, and keeps it until it is killed.</summary>
    public const string Hold = "hold";

    /// <summary>Appends until it is killed, and says which batches were acknowledged.</summary>
    public const string Append = "append";

    /// <summary>Appends what has words until it is killed, and says which traces were acknowledged; their words are indexed meanwhile.</summary>
    public const string Say = "say";

    /// <summary>Compacts a file until it is killed or done, and says each step.</summary>
    public const string Compact = "compact";

    public const int Writers = 4;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args[0] == Measurement.Name)
        {
            await Measurement.RunAsync(args[1], args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 400);
            return 0;
        }

        if (args[0] == SizeMeasurement.Name)
        {
            await new SizeMeasurement(folder: args[1], texts: args[2]).RunAsync();
            return 0;
        }

        if (args[0] == MetricMeasurement.Name)
        {
            await MetricMeasurement.RunAsync(args[1], args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 500);
            return 0;
        }

        if (args[0] == VersionFixture.Name)
        {
            await VersionFixture.RunAsync(args[1]);
            return 0;
        }

        if (args[0] == Compact)
        {
            await CompactAsync(path: args[2]);
            return 0;
        }

        var options = new SqliteStoreOptions { DataFolder = args[1], MessageFormat = new OtlpMessageFormat(), IndexText = args[0] == Say };
        await using var store = await SqliteTraceStore.OpenAsync(options, TimeProvider.System);
        await Console.Out.WriteLineAsync("open");
        if (args[0] == Append)
        {
            var round = int.Parse(args[2], CultureInfo.InvariantCulture);
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => AppendForEverAsync(store, round, writer)));
        }

        for (var trace = int.Parse(args.ElementAtOrDefault(2) ?? "0", CultureInfo.InvariantCulture); args[0] == Say; trace++)
        {
            await OtlpSpec.AppendAsync(store, Saying(trace));
            await Console.Out.WriteLineAsync(trace.ToString(CultureInfo.InvariantCulture));
        }

        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    /// <summary>Two spans and a log record of a trace, each with a word that nothing else says.</summary>
    public static OtlpSpec[] Saying(int trace) =>
    [
        .. Enumerable.Range(1, 2).Select(id => OtlpSpec.Chat(trace, id).With(GenAIAttributes.InputMessages, $"everybody says this {WordOf(trace, id)}")),
        new OtlpSpec { Trace = trace, Id = 1, Body = $"logged {WordOf(trace, 3)}" },
    ];

    /// <summary>The word of a span of <see cref="Saying"/>; of the log record, that of the third.</summary>
    public static string WordOf(int trace, int id) => string.Create(CultureInfo.InvariantCulture, $"trace{trace}says{id}");

    /// <summary>The spans of a batch: a trace of this writer and a trace that all writers add to, so that traces go on over many commits.</summary>
    public static List<SpanSpec> Batch(int round, int writer, int batch)
    {
        var number = (((round * Writers) + writer) * 100_000) + batch;
        return
        [
            .. Enumerable.Range(0, 10).Select(at => Some.Chat(trace: 1_000 + number, id: at + 1, start: batch)),
            .. Enumerable.Range(0, 3).Select(at => Some.Chat(trace: round, id: (number * 3) + at + 1, start: batch)),
        ];
    }

    private static async Task CompactAsync(string path)
    {
        using var connection = new DayConnections(new SqliteStoreOptions(), DaySchema.Spans).OpenWriter(path);
        var compaction = new SegmentCompaction(connection);
        while (compaction.Next(isComplete: true) is { } work)
        {
            work()();
            await Console.Out.WriteLineAsync("step");
        }

        await Console.Out.WriteLineAsync("done");
        await Task.Delay(Timeout.Infinite);
    }

    private static async Task AppendForEverAsync(SqliteTraceStore store, int round, int writer)
    {
        await Task.Yield();
        var keys = new AttributeKeyTable();
        var rows = new TelemetryBatch(keys);
        for (var batch = 0; ; batch++)
        {
            await store.AppendAsync(Some.Tenant, Some.BatchOf(Batch(round, writer, batch), rows), CancellationToken.None);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{writer} {batch}"));
        }
    }
}
