using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OtelGenAI.Storage;

namespace OtelGenAI.Dashboard.Api;

/// <summary>The query string of the list of log records, read and checked.</summary>
/// <param name="Filter">The range of time, which the store knows.</param>
/// <param name="LeastSeverity">OTLP's number of the least severity that is wanted; 0 for any, also none.</param>
/// <param name="Service">The service that is wanted, or <see langword="null"/> for any.</param>
/// <param name="Text">What the body or the event's name must contain, whatever its case, or <see langword="null"/>.</param>
/// <param name="After">Where the page before ended.</param>
/// <param name="Limit">At most this many.</param>
internal sealed record LogListQuery(LogFilter Filter, int LeastSeverity, string? Service, string? Text, LogCursor? After, int Limit)
{
    private const int DefaultLimit = 100;

    /// <summary>Reads it.</summary>
    /// <param name="query">The query string.</param>
    /// <param name="problem">What is wrong with it, or <see langword="null"/>.</param>
    public static LogListQuery? Read(IQueryCollection query, out ErrorBody? problem)
    {
        var text = new QueryText(query);
        var severity = 0;
        if (text.Text("severity") is { } name && !LogSeverity.TryParse(name, out severity))
        {
            text.Refuse($"severity '{name}' is none of {string.Join(", ", LogSeverity.Names)}.");
        }

        LogCursor? after = null;
        if (text.Text("cursor") is { } cursorText)
        {
            if (LogCursorText.TryRead(cursorText, out var cursor))
            {
                after = cursor;
            }
            else
            {
                text.RefuseCursor(cursorText);
            }
        }

        var filter = new LogFilter { FromUnixNano = text.Time("from"), BeforeUnixNano = text.Time("to") };
        var limit = text.Limit(DefaultLimit);
        problem = text.Problem;
        return problem is null ? new LogListQuery(filter, severity, text.Text("service"), text.Text("text"), after, limit) : null;
    }

    /// <summary>Whether a record is asked for.</summary>
    public bool Wants(LogLineView line) =>
        line.SeverityNumber >= LeastSeverity &&
        (Service is null || line.Service == Service) &&
        (Text is null || Contains(line.EventName) || Contains(TextOf(line.Body)));

    private static string? TextOf(JsonNode? body) =>
        body is JsonValue value && value.TryGetValue<string>(out var text) ? text : body?.ToJsonString(ApiJson.Readable.Options);

    private bool Contains(string? text) => text?.Contains(Text!, StringComparison.OrdinalIgnoreCase) == true;
}
