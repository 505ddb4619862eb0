using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Telemetry.Content;

/// <summary>What an evaluation found about a span.</summary>
/// <param name="Name">What was evaluated.</param>
/// <param name="Value">The score, or <see langword="null"/> where there is only a label.</param>
/// <param name="Label">The score in words.</param>
/// <param name="Explanation">Why.</param>
/// <param name="ErrorType">Why there is no score.</param>
/// <param name="ResponseId">The response that was evaluated, where the evaluator does not know the span.</param>
public sealed record EvaluationScore(
    string Name, double? Value, string? Label, string? Explanation, string? ErrorType, string? ResponseId)
{
    private const int MaxNameLength = 200;

    private static readonly byte[] EventName = Encoding.UTF8.GetBytes(GenAIEvents.EvaluationResult);
    private static readonly byte[] NameAttribute = Encoding.UTF8.GetBytes(EventAttributes.Name);

    /// <summary>Whether an event is the result of an evaluation.</summary>
    /// <param name="eventName">Name of an event of a span, or of a log record.</param>
    public static bool IsOne(string? eventName) => eventName == GenAIEvents.EvaluationResult;

    /// <summary>Reads the result of an evaluation.</summary>
    /// <param name="eventName">Name of an event of a span, or of a log record.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>The score, or <see langword="null"/> when the event is something else.</returns>
    public static EvaluationScore? Read(string? eventName, JsonObject attributes) => !IsOne(eventName)
        ? null
        : new EvaluationScore(
            ShortText(Text(attributes, GenAIAttributes.EvaluationName)) ?? "",
            Number(attributes, GenAIAttributes.EvaluationScoreValue),
            ShortText(Text(attributes, GenAIAttributes.EvaluationScoreLabel)),
            Text(attributes, GenAIAttributes.EvaluationExplanation),
            Text(attributes, ErrorAttributes.Type),
            Text(attributes, GenAIAttributes.ResponseId));

    /// <summary>Reads the results of evaluations that are events of a span.</summary>
    /// <param name="batch">The batch that holds it.</param>
    /// <param name="spanIndex">Which of its spans.</param>
    /// <returns>Each with its time, in nanoseconds since 1970 UTC. Nothing is made of other events.</returns>
    public static IEnumerable<(EvaluationScore Score, long TimeUnixNano)> OfSpan(TelemetryBatch batch, int spanIndex)
    {
        var events = batch.Spans[spanIndex].Events;
        for (var at = events.First; at < events.First + events.Count; at++)
        {
            if (batch.Bytes(batch.Events[at].Name).SequenceEqual(EventName))
            {
                var time = SpanTimes.Normalize(batch.Events[at].TimeUnixNano, batch.Events[at].TimeUnixNano).Start;
                yield return (Read(GenAIEvents.EvaluationResult, ValueJson.ToObject(batch, batch.Events[at].Attributes))!, time);
            }
        }
    }

    /// <summary>Reads the result of an evaluation that is a log record.</summary>
    /// <param name="batch">The batch that holds it.</param>
    /// <param name="log">The record.</param>
    /// <returns>The score, or <see langword="null"/> when the record is something else.</returns>
    public static EvaluationScore? OfLog(TelemetryBatch batch, in LogRow log) =>
        IsOne(batch, in log) ? Read(GenAIEvents.EvaluationResult, ValueJson.ToObject(batch, log.Attributes)) : null;

    // As LogEvents.NameOf, without making the name: every log record that is stored is asked.
    private static bool IsOne(TelemetryBatch batch, in LogRow log)
    {
        if (!log.EventName.IsEmpty)
        {
            return batch.Bytes(log.EventName).SequenceEqual(EventName);
        }

        foreach (ref readonly var attribute in batch.Attributes.Slice(log.Attributes.First, log.Attributes.Count))
        {
            if (attribute.Type == ValueType.String && batch.Bytes(attribute.Key).SequenceEqual(NameAttribute))
            {
                return batch.Bytes(attribute.Text).SequenceEqual(EventName);
            }
        }

        return false;
    }

    // Names and labels are shown in lists; what is longer is an explanation in the wrong place, and whole in its event.
    private static string? ShortText(string? text) => text?.Length > MaxNameLength ? string.Concat(text.AsSpan(0, MaxNameLength - 1), "…") : text;

    private static string? Text(JsonObject attributes, string key) =>
        attributes[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static double? Number(JsonObject attributes, string key) =>
        attributes[key] is not JsonValue value ? null
        : value.TryGetValue<double>(out var number) ? number
        : value.TryGetValue<long>(out var whole) ? whole
        : null;
}
