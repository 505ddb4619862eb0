using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Writes rows of <c>spans</c>, straight from the bytes of the batch.</summary>
/// <param name="connection">The writer's connection.</param>
/// <param name="strings">Numbers of texts.</param>
internal sealed class SpanWriter(SqliteConnection connection, StringTable strings)
{
    private const string Columns = "trace_no, " + SpanRowReader.Columns;

    private static readonly string Values = string.Join(", ", Enumerable.Repeat("?", Columns.Count(c => c == ',') + 1));

    private readonly SqliteStatement _insert = connection.Statement($"INSERT OR IGNORE INTO spans({Columns}) VALUES({Values})");
    private readonly SqliteStatement _replace = connection.Statement($"INSERT OR REPLACE INTO spans({Columns}) VALUES({Values})");

    /// <summary>Adds a span.</summary>
    /// <returns><see langword="false"/> when the trace has a span of that id in this file; nothing was changed.</returns>
    public bool TryInsert(TelemetryBatch batch, int spanIndex, in SpanKeys keys)
    {
        Bind(_insert, batch, spanIndex, keys);
        _insert.Run();
        return connection.Changes > 0;
    }

    /// <summary>Puts a span in the place of the one of that id.</summary>
    public void Replace(TelemetryBatch batch, int spanIndex, in SpanKeys keys)
    {
        var leave = connection.Statement("INSERT OR IGNORE INTO leftovers SELECT trace_no, segment_no FROM spans WHERE trace_no = ? AND span_id = ?");
        leave.Bind(1, keys.TraceNo);
        leave.Bind(2, unchecked((long)batch.Spans[spanIndex].SpanId.Value));
        leave.Run();
        Bind(_replace, batch, spanIndex, keys);
        _replace.Run();
    }

    /// <summary>The hash of the content that the file has of a span.</summary>
    public ulong StoredHash(long traceNo, SpanId spanId)
    {
        var query = connection.Statement("SELECT content_hash FROM spans WHERE trace_no = ? AND span_id = ?");
        query.Bind(1, traceNo);
        query.Bind(2, unchecked((long)spanId.Value));
        var hash = query.Step() ? query.Int64(0) : 0;
        query.Reset();
        return unchecked((ulong)hash);
    }

    private void Bind(SqliteStatement row, TelemetryBatch batch, int spanIndex, in SpanKeys keys)
    {
        ref readonly var span = ref batch.Spans[spanIndex];
        ref readonly var columns = ref batch.Columns[spanIndex];
        var (start, end) = SpanTimes.Normalize(span.StartUnixNano, span.EndUnixNano);
        row.Bind(1, keys.TraceNo);
        row.Bind(2, unchecked((long)span.SpanId.Value));
        row.Bind(3, unchecked((long)span.ParentSpanId.Value));
        row.Bind(4, start);
        row.Bind(5, end - start);
        strings.Bind(row, 6, batch.Bytes(span.Name));
        row.Bind(7, span.SpanKind);
        row.Bind(8, span.StatusCode);
        row.Bind(9, (long)columns.Kind);
        row.Bind(10, (long)(keys.IsResent ? columns.Flags | SpanFlags.Resent : columns.Flags));
        strings.Bind(row, 11, columns.Operation.Span);
        strings.Bind(row, 12, columns.Provider.Span);
        strings.Bind(row, 13, columns.RequestModel.Span);
        strings.Bind(row, 14, columns.ResponseModel.Span);
        row.BindText(15, columns.ResponseId.Span);
        strings.Bind(row, 16, columns.FinishReasons.Span);
        strings.Bind(row, 17, columns.AgentName.Span);
        strings.Bind(row, 18, columns.ToolName.Span);
        row.BindText(19, columns.ToolCallId.Span);
        strings.BindId(row, 20, columns.ConversationId.Span);
        strings.BindId(row, 21, columns.UserId.Span);
        strings.Bind(row, 22, columns.ErrorType.Span);
        row.Bind(23, columns.Tokens.Input);
        row.Bind(24, columns.Tokens.Output);
        row.Bind(25, columns.Tokens.CacheRead);
        row.Bind(26, columns.Tokens.CacheWrite);
        row.Bind(27, columns.Tokens.Reasoning);
        row.Bind(28, columns.TimeToFirstChunkSeconds);
        row.Bind(29, keys.ResourceNo);
        row.Bind(30, keys.ScopeNo);
        row.Bind(31, unchecked((long)keys.ContentHash));
        row.Bind(32, keys.Place.SegmentNo);
        row.Bind(33, keys.Place.Offset);
        row.Bind(34, keys.Place.Length);
        row.Bind(35, keys.Place.PlainLength);
        row.Bind(36, keys.Cost?.Value);
        strings.Bind(row, 37, columns.ServiceTier.Span);
        row.Bind(38, columns.ReportedCostUsd);
        Span<byte> details = stackalloc byte[TokenDetails.MaxBytes];
        TokenDetails.Bind(row, 39, TokenDetails.Write(columns.Tokens, details));
        strings.BindId(row, 40, columns.Labels);
    }
}

/// <summary>What a row of <c>spans</c> has that is not in the batch.</summary>
/// <param name="TraceNo">Number of its trace.</param>
/// <param name="ResourceNo">Number of its resource's envelope.</param>
/// <param name="ScopeNo">Number of its scope's envelope.</param>
/// <param name="ContentHash">Hash of its payload.</param>
/// <param name="IsResent">Whether it takes the place of another content.</param>
/// <param name="Place">Where its payload is.</param>
/// <param name="Cost">What it cost, when it is a call that has a price.</param>
internal readonly record struct SpanKeys(
    long TraceNo, long ResourceNo, long ScopeNo, ulong ContentHash, bool IsResent, PayloadPlace Place, PicoUsd? Cost);
