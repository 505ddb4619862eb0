using OtelGenAI.Pricing;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Sqlite.Writing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite.Repricing;

/// <summary>Prices the traces of one day file anew, a few thousand in a transaction.</summary>
/// <param name="connection">The only connection that writes the file.</param>
/// <param name="file">The file.</param>
/// <param name="earlier">What earlier files have of traces that went on.</param>
/// <param name="prices">The prices.</param>
internal sealed class DayRepricing(SqliteConnection connection, DayFile file, EarlierDays earlier, PriceBook prices)
{
    private readonly DayReader _reader = new(connection);
    private readonly PriceTableNumbers _priceTables = new(connection);

    /// <summary>Prices the next traces.</summary>
    /// <param name="after">Number of the last trace of the step before, or 0.</param>
    /// <param name="limit">How many traces.</param>
    /// <param name="range">Which of them.</param>
    /// <param name="sum">What became of those before.</param>
    /// <returns>What became of all so far, and the number of the last trace, or <see langword="null"/> at the end of the file.</returns>
    public (RepricingResult Sum, long? Last) Step(long after, int limit, RepricingRange range, RepricingResult sum)
    {
        if (!range.IsDryRun)
        {
            connection.Execute("BEGIN IMMEDIATE");
        }

        var traces = Next(after, limit, range);
        foreach (var trace in traces)
        {
            sum = Price(trace, range.IsDryRun, sum);
        }

        if (!range.IsDryRun)
        {
            if (traces.Count > 0)
            {
                connection.Execute($"INSERT OR IGNORE INTO pending VALUES('{DaySchema.PendingUsage}')");
            }

            connection.Execute("COMMIT");
        }

        return (sum, traces.Count == limit ? traces[^1].TraceNo : null);
    }

    private List<TraceRow> Next(long after, int limit, RepricingRange range)
    {
        List<TraceRow> traces = [];
        var query = connection.Statement(
            $"SELECT {TraceRows.Columns} FROM traces WHERE trace_no > ? AND start_time >= ? AND start_time < ? AND inference_calls > 0 ORDER BY trace_no LIMIT ?");
        query.Bind(1, after);
        query.Bind(2, range.FromUnixNano ?? long.MinValue);
        query.Bind(3, range.BeforeUnixNano ?? long.MaxValue);
        query.Bind(4, limit);
        while (query.Step())
        {
            traces.Add(TraceRows.Read(query));
        }

        query.Reset();
        return traces;
    }

    private RepricingResult Price(TraceRow row, bool isDryRun, RepricingResult sum)
    {
        var accumulator = new TraceAccumulator(row.Summary.TraceId);
        var parts = row.EarlierDay is null ? [] : earlier.Find(row.Summary.TraceId, file.Day);
        for (var at = parts.Count - 1; at >= 0; at--)
        {
            parts[at].Spans.ForEach(span => accumulator.Add(Priced(span.Record)));
        }

        List<SpanRecord> changed = [];
        foreach (var span in _reader.Spans(row.Summary.TraceId, row.TraceNo))
        {
            var priced = Priced(span.Record);
            accumulator.Add(priced);
            if (priced.Cost != span.Record.Cost)
            {
                changed.Add(priced);
            }
        }

        var summary = accumulator.Summarize();
        if (!isDryRun)
        {
            changed.ForEach(span => Write(row.TraceNo, span));
            Write(row.TraceNo, summary);
        }

        return sum.With(row.Summary, summary);
    }

    private SpanRecord Priced(SpanRecord span) => span with { Cost = SpanPricing.CostOf(span, prices) };

    private void Write(long traceNo, SpanRecord span)
    {
        var update = connection.Statement("UPDATE spans SET cost = ? WHERE trace_no = ? AND span_id = ?");
        update.Bind(1, span.Cost?.Value);
        update.Bind(2, traceNo);
        update.Bind(3, unchecked((long)span.SpanId.Value));
        update.Run();
    }

    private void Write(long traceNo, TraceSummary summary)
    {
        var update = connection.Statement("UPDATE traces SET cost = ?, unpriced_calls = ?, price_table_no = ? WHERE trace_no = ?");
        update.Bind(1, summary.Cost?.Value);
        update.Bind(2, summary.UnpricedCalls);
        update.Bind(3, _priceTables.Number(prices.Version));
        update.Bind(4, traceNo);
        update.Run();
    }
}
