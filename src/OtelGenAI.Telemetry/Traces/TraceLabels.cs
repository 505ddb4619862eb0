using System.Text.Json.Nodes;

namespace OtelGenAI.Telemetry.Traces;

/// <summary>What is said of a whole trace beside its numbers: version, tags, metadata; one text, so that a store keeps it in a column.</summary>
public static class TraceLabels
{
    /// <summary>Writes those of a summary.</summary>
    /// <param name="summary">The summary.</param>
    /// <returns>JSON; <c>{}</c> when nothing was said.</returns>
    public static string Write(TraceSummary summary) =>
        new SpanLabels { Version = summary.Version, Tags = summary.Tags, Metadata = [.. summary.Metadata] }.Write();

    /// <summary>Adds what <see cref="Write"/> wrote.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="text">The text, or <see langword="null"/> when it was written before there were any.</param>
    public static TraceSummary Read(TraceSummary summary, string? text)
    {
        if (text is null or "{}")
        {
            return summary with { HasLabels = text is not null };
        }

        var labels = SpanLabels.Parse(text);
        return summary with
        {
            HasLabels = true,
            Version = labels.Version,
            Tags = labels.Tags,
            Metadata = new Dictionary<string, JsonNode?>(labels.Metadata),
        };
    }
}
