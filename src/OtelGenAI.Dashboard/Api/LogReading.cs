using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Logs;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Opens stored log records, one after the other in one batch: as views, as content of their span, and as scores.</summary>
internal sealed class LogReading(AttributeKeyTable keys)
{
    private readonly TelemetryBatch _batch = new(keys);

    /// <summary>What they say.</summary>
    public LogContent Content { get; } = new();

    /// <summary>The records.</summary>
    public List<LogView> Views { get; } = [];

    /// <summary>Results of evaluations.</summary>
    public List<ScoreView> Scores { get; } = [];

    /// <summary>Adds the records of a span, or of a trace those without one.</summary>
    public void Add(IReadOnlyList<StoredLog> logs)
    {
        foreach (var stored in logs)
        {
            var source = $"logs[{Views.Count}]";
            Open(stored);
            ref readonly var log = ref _batch.Logs[0];
            var name = LogEvents.NameOf(_batch, log);
            var attributes = ValueJson.ToObject(_batch, log.Attributes);
            Content.Add(_batch, logIndex: 0, source);
            if (EvaluationScore.Read(name, attributes) is { } score)
            {
                Scores.Add(ViewOf(score, stored.TimeUnixNano, source));
            }

            Views.Add(new LogView(ApiTime.Of(stored.TimeUnixNano), name, SeverityOf(log), log.SeverityNumber, BodyOf(log), attributes));
        }
    }

    /// <summary>Adds the scores of records that name no span, but the response that a span has.</summary>
    public void AddScoresOfResponse(IReadOnlyList<StoredLog> logs, string responseId)
    {
        foreach (var stored in logs)
        {
            Open(stored);
            ref readonly var log = ref _batch.Logs[0];
            if (EvaluationScore.Read(LogEvents.NameOf(_batch, log), ValueJson.ToObject(_batch, log.Attributes)) is { } score &&
                score.ResponseId == responseId)
            {
                Scores.Add(ViewOf(score, stored.TimeUnixNano, stored.TraceId == default ? "response" : "trace"));
            }
        }
    }

    /// <summary>Opens records that stand alone.</summary>
    public static IEnumerable<LogLineView> Lines(IReadOnlyList<StoredLog> logs, AttributeKeyTable keys)
    {
        var reading = new LogReading(keys);
        return logs.Select(reading.Line);
    }

    /// <summary>A score as the API shows it.</summary>
    public static ScoreView ViewOf(EvaluationScore score, long timeUnixNano, string source) =>
        new(score.Name, score.Value, score.Label, score.Explanation, score.ErrorType, ApiTime.Of(timeUnixNano), source);

    private void Open(StoredLog stored) =>
        OtlpLogDecoder.DecodeStored(_batch, stored.Message, stored.ResourceEnvelope, stored.ScopeEnvelope, OtlpLimits.Default);

    private LogLineView Line(StoredLog stored)
    {
        Open(stored);
        ref readonly var log = ref _batch.Logs[0];
        var service = ValueJson.ToObject(_batch, _batch.Resources[0].Attributes)[ServiceAttributes.Name];
        return new LogLineView(
            ApiTime.Of(stored.TimeUnixNano),
            service?.GetValueKind() == JsonValueKind.String ? (string?)service : null,
            _batch.Scopes[0].Name.IsEmpty ? null : Encoding.UTF8.GetString(_batch.Bytes(_batch.Scopes[0].Name)),
            LogEvents.NameOf(_batch, log),
            SeverityOf(log),
            log.SeverityNumber,
            BodyOf(log),
            ValueJson.ToObject(_batch, log.Attributes));
    }

    private string? SeverityOf(in LogRow log) =>
        log.SeverityText.IsEmpty ? LogSeverity.NameOf(log.SeverityNumber) : Encoding.UTF8.GetString(_batch.Bytes(log.SeverityText));

    private JsonNode? BodyOf(in LogRow log) => log.Body.Type == ValueType.Empty ? null : ValueJson.ToNode(_batch, in log.Body);
}
