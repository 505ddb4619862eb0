using System.Text.Json.Nodes;

namespace OtelGenAI.Dashboard.Api;

/// <summary>A log record, as the API shows it.</summary>
/// <param name="Time">When it happened, else when it was observed.</param>
/// <param name="EventName">Which event it is, or <see langword="null"/> for an ordinary record.</param>
/// <param name="Severity">The severity as the source calls it, else the name of its number.</param>
/// <param name="SeverityNumber">OTLP's number.</param>
/// <param name="Body">What it says.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record LogView(
    DateTimeOffset Time, string? EventName, string? Severity, int SeverityNumber, JsonNode? Body, JsonObject Attributes);

/// <summary>A log record that stands alone, as the list of them shows it.</summary>
/// <param name="Time">When it happened, else when it was observed.</param>
/// <param name="Service">The service it came from.</param>
/// <param name="Scope">The instrumentation scope it came from, usually the logger's name.</param>
/// <param name="EventName">Which event it is, or <see langword="null"/> for an ordinary record.</param>
/// <param name="Severity">The severity as the source calls it, else the name of its number.</param>
/// <param name="SeverityNumber">OTLP's number.</param>
/// <param name="Body">What it says.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record LogLineView(
    DateTimeOffset Time, string? Service, string? Scope, string? EventName, string? Severity, int SeverityNumber, JsonNode? Body, JsonObject Attributes);

/// <summary>A page of log records.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">Cursor of the next page, or <see langword="null"/>. A page may be short, even empty, and still have a next one.</param>
internal sealed record LogPageView(IReadOnlyList<LogLineView> Items, string? Next);

/// <summary>The result of an evaluation, as the API shows it.</summary>
/// <param name="Name">What was evaluated.</param>
/// <param name="Value">The score, or <see langword="null"/> where there is only a label.</param>
/// <param name="Label">The score in words.</param>
/// <param name="Explanation">Why.</param>
/// <param name="ErrorType">Why there is no score.</param>
/// <param name="Time">When.</param>
/// <param name="Source">Where it was read: <c>events[0]</c> or <c>logs[2]</c> of this span, <c>trace</c> for a record that names only the response.</param>
internal sealed record ScoreView(
    string Name, double? Value, string? Label, string? Explanation, string? ErrorType, DateTimeOffset Time, string Source);
