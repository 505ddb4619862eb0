using System.Globalization;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Lines of the trace list as CSV (RFC 4180).</summary>
internal static class TraceCsv
{
    private static readonly (string Name, Func<TraceSummaryView, string> Text)[] Columns =
    [
        ("traceId", trace => trace.TraceId),
        ("name", trace => Safe(trace.Name)),
        ("startTime", trace => trace.StartTime.ToString("O", CultureInfo.InvariantCulture)),
        ("durationMs", trace => trace.DurationMs.ToString(CultureInfo.InvariantCulture)),
        ("status", trace => trace.Status),
        ("spanCount", trace => trace.SpanCount.ToString(CultureInfo.InvariantCulture)),
        ("errorCount", trace => trace.ErrorCount.ToString(CultureInfo.InvariantCulture)),
        ("inputTokens", trace => trace.InputTokens.ToString(CultureInfo.InvariantCulture)),
        ("outputTokens", trace => trace.OutputTokens.ToString(CultureInfo.InvariantCulture)),
        ("cacheReadTokens", trace => trace.CacheReadTokens.ToString(CultureInfo.InvariantCulture)),
        ("cacheWriteTokens", trace => trace.CacheWriteTokens.ToString(CultureInfo.InvariantCulture)),
        ("reasoningTokens", trace => trace.ReasoningTokens.ToString(CultureInfo.InvariantCulture)),
        ("costUsd", trace => trace.CostUsd?.ToString(CultureInfo.InvariantCulture) ?? ""),
        ("unpricedCalls", trace => trace.UnpricedCalls.ToString(CultureInfo.InvariantCulture)),
        ("models", trace => Safe(string.Join("; ", trace.Models))),
        ("services", trace => Safe(string.Join("; ", trace.Services))),
        ("sessionId", trace => Safe(trace.SessionId ?? "")),
        ("userId", trace => Safe(trace.UserId ?? "")),
        ("environment", trace => Safe(trace.Environment ?? "")),
        ("release", trace => Safe(trace.Release ?? "")),
        ("tags", trace => Safe(string.Join("; ", trace.Tags))),
    ];

    /// <summary>Names of the columns, with the end of the line.</summary>
    public static string Header { get; } = string.Join(',', Columns.Select(column => column.Name)) + "\r\n";

    /// <summary>A trace, with the end of the line.</summary>
    /// <param name="trace">The trace; what it does not have is empty.</param>
    public static string Line(TraceSummaryView trace) => string.Join(',', Columns.Select(column => Quoted(column.Text(trace)))) + "\r\n";

    // A spreadsheet runs a cell that begins like this as a formula, and names come from whoever sends spans.
    private static string Safe(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{text}" : text;

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
