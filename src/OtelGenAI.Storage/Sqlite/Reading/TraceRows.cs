using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>Reads rows of <c>traces</c>.</summary>
internal static class TraceRows
{
    /// <summary>The columns, in the order that <see cref="Read"/> expects.</summary>
    public const string Columns =
        "trace_no, trace_id, earlier_day, start_time, end_time, name, span_count, error_count, status, input_tokens, output_tokens, " +
        "cache_read_tokens, cache_write_tokens, reasoning_tokens, inference_calls, models, services, conversation, user, environment, " +
        "release, has_root, cost, unpriced_calls, (SELECT version FROM price_tables p WHERE p.price_table_no = traces.price_table_no), token_details, labels, fingerprint";

    public const int NameColumn = 5;

    public static TraceRow Read(SqliteStatement row)
    {
        var details = TokenDetails.Read(row.Bytes(25), default);
        var summary = new TraceSummary
        {
            TraceId = Id(row),
            StartUnixNano = row.Int64(3),
            EndUnixNano = row.Int64(4),
            Name = row.Text(5) ?? "",
            SpanCount = (int)row.Int64(6),
            ErrorCount = (int)row.Int64(7),
            StatusCode = (int)row.Int64(8),
            InputTokens = row.Int64(9),
            OutputTokens = row.Int64(10),
            CacheReadTokens = row.Int64(11),
            CacheWriteTokens = row.Int64(12),
            ReasoningTokens = row.Int64(13),
            InferenceCalls = (int)row.Int64(14),
            Models = TextList.Read(row.Bytes(15)),
            Services = TextList.Read(row.Bytes(16)),
            ConversationId = row.Text(17),
            UserId = row.Text(18),
            Environment = row.Text(19),
            Release = row.Text(20),
            HasRoot = row.Int64(21) != 0,
            Cost = row.Int64OrNull(22) is { } cost ? new PicoUsd(cost) : null,
            UnpricedCalls = (int)row.Int64(23),
            PriceTable = row.Text(24),
            CacheWrite1hTokens = details.CacheWrite1h ?? 0,
            AudioInputTokens = details.AudioInput ?? 0,
            AudioOutputTokens = details.AudioOutput ?? 0,
            ImageInputTokens = details.ImageInput ?? 0,
            ImageOutputTokens = details.ImageOutput ?? 0,
            Fingerprint = row.Int64(27),
        };
        return new TraceRow(
            row.Int64(0), row.IsNull(2) ? null : DateOnly.FromDayNumber((int)row.Int64(2)), TraceLabels.Read(summary, row.IsNull(26) ? null : row.Text(26)));
    }

    public static TraceId Id(SqliteStatement row) => IdAt(row, column: 1);

    public static TraceId IdAt(SqliteStatement row, int column)
    {
        _ = TraceId.TryRead(row.Bytes(column), out var traceId);
        return traceId;
    }
}
