using System.Text;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Scores;

/// <summary>Writes rows of <c>scores</c> beside the spans and log records that they come with. Not thread-safe.</summary>
/// <param name="connection">The writer's connection.</param>
internal sealed class ScoreWriter(SqliteConnection connection)
{
    // Takes the place of the scores that an earlier file may have of the span.
    private static readonly EvaluationScore Nothing = new("", Value: null, Label: null, Explanation: null, ErrorType: null, ResponseId: null);

    /// <summary>Adds the scores of a span's events.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="spanIndex">Which of its spans.</param>
    /// <param name="isReplaced">Whether the span was there with other content, whose scores go.</param>
    public void AddSpan(TelemetryBatch batch, int spanIndex, bool isReplaced)
    {
        ref readonly var span = ref batch.Spans[spanIndex];
        if (isReplaced)
        {
            var forget = connection.Statement("DELETE FROM scores WHERE trace_id = ? AND span_id = ? AND content_hash IS NULL");
            DayReader.BindId(forget, index: 1, span.TraceId);
            forget.Bind(2, unchecked((long)span.SpanId.Value));
            forget.Run();
        }

        var hasAny = false;
        foreach (var (score, time) in EvaluationScore.OfSpan(batch, spanIndex))
        {
            hasAny = true;
            Add(score, span.TraceId, span.SpanId, time, contentHash: null);
        }

        if (isReplaced && !hasAny)
        {
            Add(Nothing, span.TraceId, span.SpanId, time: 0, contentHash: null);
        }
    }

    /// <summary>Adds the score of a log record, when it is one.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="log">The record.</param>
    /// <param name="identity">Which one it is.</param>
    public void AddLog(TelemetryBatch batch, in LogRow log, in LogIdentity identity)
    {
        if (EvaluationScore.OfLog(batch, in log) is { } score)
        {
            Add(score, identity.TraceId, identity.SpanId, identity.TimeUnixNano, identity.Hash);
        }
    }

    private void Add(EvaluationScore score, TraceId traceId, SpanId spanId, long time, long? contentHash)
    {
        var insert = connection.Statement(
            "INSERT INTO scores(trace_id, span_id, response_id, time, content_hash, name, value, label) VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
        if (traceId == default)
        {
            insert.BindNull(1);
        }
        else
        {
            DayReader.BindId(insert, index: 1, traceId);
        }

        insert.Bind(2, unchecked((long)spanId.Value));
        insert.BindText(3, score.ResponseId);
        insert.Bind(4, time);
        insert.Bind(5, contentHash);
        insert.BindText(6, Encoding.UTF8.GetBytes(score.Name));
        insert.Bind(7, score.Value);
        insert.BindText(8, score.Label);
        insert.Run();
    }
}
