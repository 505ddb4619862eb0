using OtelGenAI.Storage;

namespace OtelGenAI.Dashboard.Api;

/// <summary>What evaluations of one name found about a trace.</summary>
/// <param name="Name">What was evaluated.</param>
/// <param name="Value">The mean of their scores; <see langword="null"/> where there are only labels.</param>
/// <param name="Label">The last one's score in words.</param>
/// <param name="Count">How many there are.</param>
internal sealed record TraceScoreView(string Name, double? Value, string? Label, int Count)
{
    /// <summary>One for each name, by name.</summary>
    /// <param name="scores">In the order of time; <see langword="null"/> for none.</param>
    public static IReadOnlyList<TraceScoreView> Of(IReadOnlyList<TraceScore>? scores) =>
    [
        .. (scores ?? []).GroupBy(score => score.Name, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new TraceScoreView(
            group.Key,
            group.Any(score => score.Value is not null) ? group.Average(score => score.Value) : null,
            group.LastOrDefault(score => score.Label is not null)?.Label,
            group.Count())),
    ];
}
