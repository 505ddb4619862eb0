using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Sqlite.Writing;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite.RollUps;

/// <summary>Makes the roll-ups of a day file anew from its spans: after a deletion, and for files of versions that had none.</summary>
/// <remarks>Reads every row of the file's spans.</remarks>
/// <param name="connection">The only connection that writes the file, in a transaction.</param>
/// <param name="file">The file.</param>
/// <param name="earlier">What earlier files have of traces that went on.</param>
/// <param name="maxKeys">See <see cref="SqliteStoreOptions.MaxUsageKeys"/>.</param>
internal sealed class UsageRebuild(SqliteConnection connection, DayFile file, EarlierDays earlier, int maxKeys)
{
    private const int TracesPerFlush = 1_000;

    private readonly DayReader _reader = new(connection);

    /// <summary>Makes them.</summary>
    /// <param name="counts">Which traces count; <see langword="null"/> for all.</param>
    public void Run(Predicate<TraceId>? counts = null)
    {
        foreach (var table in UsageTables.Names)
        {
            connection.Execute($"DELETE FROM {table}");
        }

        var usage = new UsageWriter(connection, maxKeys);
        var count = 0;
        var traces = connection.Statement("SELECT trace_no, trace_id, earlier_day FROM traces ORDER BY trace_no");
        while (traces.Step())
        {
            var traceId = TraceRows.Id(traces);
            if (counts is null || counts(traceId))
            {
                Add(usage, traceId, traces.Int64(0), isContinued: !traces.IsNull(2));
            }

            if (++count % TracesPerFlush == 0)
            {
                usage.Flush();
            }
        }

        traces.Reset();
        usage.Flush();
    }

    private void Add(UsageWriter usage, TraceId traceId, long traceNo, bool isContinued)
    {
        var accumulator = new TraceAccumulator(traceId);
        Dictionary<SpanId, SpanRecord> spans = [];
        if (isContinued && earlier.Find(traceId, file.Day) is { Count: > 0 } parts)
        {
            TraceContinuation.Add(usage, accumulator, parts, spans);
        }

        foreach (var (record, _, _, _, _) in _reader.Spans(traceId, traceNo))
        {
            if (spans.TryGetValue(record.SpanId, out var before))
            {
                usage.Add(before, sign: -1);
            }

            usage.Add(record, sign: 1);
            accumulator.Add(record, usage.KeyOf(record));
        }

        _ = accumulator.Summarize();
        usage.AddCalls(accumulator);
    }
}
