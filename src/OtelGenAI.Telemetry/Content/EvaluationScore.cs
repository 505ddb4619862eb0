using System.Text.Json.Nodes;
using OtelGenAI.Conventions;

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
            Text(attributes, GenAIAttributes.EvaluationName) ?? "",
            Number(attributes, GenAIAttributes.EvaluationScoreValue),
            Text(attributes, GenAIAttributes.EvaluationScoreLabel),
            Text(attributes, GenAIAttributes.EvaluationExplanation),
            Text(attributes, ErrorAttributes.Type),
            Text(attributes, GenAIAttributes.ResponseId));

    private static string? Text(JsonObject attributes, string key) =>
        attributes[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static double? Number(JsonObject attributes, string key) =>
        attributes[key] is not JsonValue value ? null
        : value.TryGetValue<double>(out var number) ? number
        : value.TryGetValue<long>(out var whole) ? whole
        : null;
}
