using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Storage.Sqlite.Sessions;

/// <summary>Lists conversations or users from the lines of their traces.</summary>
/// <remarks>
/// There is no table of them: the index on (conversation, start) answers "the newest trace of the next conversation" in one step, whatever the number
/// of traces, and only those on the page are added up. So nothing is written for them, and nothing can disagree with the traces (src/decisions/0025).
/// </remarks>
internal sealed class TraceGroupListing(ReadSession session, TraceGrouping by)
{
    private readonly string _column = by == TraceGrouping.User ? "user" : "conversation";
    private readonly string _other = by == TraceGrouping.User ? "conversation" : "user";

    /// <summary>A page.</summary>
    public TraceGroupPage Run(TraceGroupFilter filter, TraceGroupCursor? after, int limit)
    {
        var page = Newest(filter)
            .Select(head => new Head(head.Key, head.Value))
            .Where(head => (filter.FromUnixNano is not { } from || head.LastStart >= from) && (filter.BeforeUnixNano is not { } before || head.LastStart < before))
            .Where(head => after is not { } cursor || head.CompareTo(new Head(cursor.Id, cursor.LastStartUnixNano)) > 0)
            .Order().Take(limit + 1).ToList();
        TraceGroupCursor? next = null;
        if (page.Count > limit)
        {
            page.RemoveAt(limit);
            next = new TraceGroupCursor(page[^1].LastStart, page[^1].Id);
        }

        return new TraceGroupPage([.. page.Select(head => Find(head.Id)).OfType<TraceGroup>()], next);
    }

    /// <summary>One of them.</summary>
    public TraceGroup? Find(string id)
    {
        var sum = new TraceGroup { Id = id };
        foreach (var file in session.OldestFirst.Reverse())
        {
            sum = Sum(file, id, sum);
        }

        return sum.Traces == 0 ? null : sum;
    }

    /// <summary>The start of the newest trace of each.</summary>
    private Dictionary<string, long> Newest(TraceGroupFilter filter)
    {
        var newest = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var file in session.OldestFirst.Reverse())
        {
            // Also when nothing of it is wanted, the live file is read as of now, and so is what it continues.
            if (file == session.Live || session.Sealed(file).MaxStart >= (filter.FromUnixNano ?? long.MinValue))
            {
                AddNewest(file, newest);
            }
        }

        return newest;
    }

    private void AddNewest(DayFile file, Dictionary<string, long> newest)
    {
        var connection = session.Reader(file).Connection;
        var first = connection.Statement(
            $"SELECT {_column}, start_time, trace_id FROM traces WHERE {_column} IS NOT NULL ORDER BY {_column} DESC, start_time DESC, trace_id DESC LIMIT 1");
        var lower = connection.Statement(
            $"SELECT {_column}, start_time, trace_id FROM traces WHERE {_column} < ? ORDER BY {_column} DESC, start_time DESC, trace_id DESC LIMIT 1");
        var earlier = connection.Statement(
            $"SELECT {_column}, start_time, trace_id FROM traces WHERE {_column} = ? AND (start_time, trace_id) < (?, ?) " +
            $"ORDER BY start_time DESC, trace_id DESC LIMIT 1");
        var row = Step(first);
        while (row is { } head)
        {
            session.ThrowIfCancelled();
            if (session.IsContinuedLater(file, head.TraceId))
            {
                // Its line is in the later file.
                earlier.BindText(1, head.Id);
                earlier.Bind(2, head.Start);
                DayReader.BindId(earlier, index: 3, head.TraceId);
                if (Step(earlier) is { } one)
                {
                    row = one;
                    continue;
                }
            }
            else if (!newest.TryGetValue(head.Id, out var known) || known < head.Start)
            {
                newest[head.Id] = head.Start;
            }

            lower.BindText(1, head.Id);
            row = Step(lower);
        }
    }

    private static (string Id, long Start, Telemetry.TraceId TraceId)? Step(SqliteStatement query)
    {
        try
        {
            if (!query.Step())
            {
                return null;
            }

            _ = Telemetry.TraceId.TryRead(query.Bytes(2), out var traceId);
            return (query.Text(0)!, query.Int64(1), traceId);
        }
        finally
        {
            query.Reset();
        }
    }

    private TraceGroup Sum(DayFile file, string id, TraceGroup sum)
    {
        var query = session.Reader(file).Connection.Statement(
            "SELECT trace_id, start_time, end_time, span_count, error_count, inference_calls, input_tokens, output_tokens, cache_read_tokens, " +
            $"cache_write_tokens, reasoning_tokens, cost, unpriced_calls, {_other} FROM traces WHERE {_column} = ?");
        try
        {
            query.BindText(1, id);
            while (query.Step())
            {
                session.ThrowIfCancelled();
                _ = Telemetry.TraceId.TryRead(query.Bytes(0), out var traceId);
                if (!session.IsContinuedLater(file, traceId))
                {
                    sum = sum.With(Read(query, id));
                }
            }

            return sum;
        }
        finally
        {
            query.Reset();
        }
    }

    private static TraceGroup Read(SqliteStatement row, string id) => new()
    {
        Id = id,
        FirstStartUnixNano = row.Int64(1),
        LastStartUnixNano = row.Int64(1),
        EndUnixNano = row.Int64(2),
        Traces = 1,
        FailedTraces = row.Int64(4) > 0 ? 1 : 0,
        Spans = row.Int64(3),
        Errors = row.Int64(4),
        Calls = row.Int64(5),
        InputTokens = row.Int64(6),
        OutputTokens = row.Int64(7),
        CacheReadTokens = row.Int64(8),
        CacheWriteTokens = row.Int64(9),
        ReasoningTokens = row.Int64(10),
        Cost = row.Int64OrNull(11) is { } cost ? new PicoUsd(cost) : null,
        UnpricedCalls = row.Int64(12),
        Other = row.Text(13),
        OtherStart = row.IsNull(13) ? long.MaxValue : row.Int64(1),
    };

    private readonly record struct Head(string Id, long LastStart) : IComparable<Head>
    {
        public int CompareTo(Head other) => LastStart != other.LastStart ? other.LastStart.CompareTo(LastStart) : string.CompareOrdinal(Id, other.Id);
    }
}
