using OtelGenAI.Conventions;

namespace OtelGenAI.Telemetry.Metrics;

/// <summary>Reads earlier and current names of a metric as one, in both directions.</summary>
/// <remarks>Which name became which is data: <see cref="ConventionRegistry.MetricRenames"/>.</remarks>
public static class MetricNames
{
    /// <summary>Other names to look for when one is asked for.</summary>
    public static IReadOnlyList<MetricAlternative> AlternativesOf(string name)
    {
        List<MetricAlternative> found = [];
        foreach (var rename in ConventionRegistry.MetricRenames)
        {
            if (rename.NewNames.Contains(name))
            {
                found.Add(new MetricAlternative(rename.OldName) { Where = ConditionOf(rename, name) });
            }
            else if (rename.OldName == name)
            {
                found.AddRange(rename.NewNames.Where(successor => IsSameInstrument(name, successor)).Select(successor => new MetricAlternative(successor)
                {
                    CoveredWhere = ConditionOf(rename, successor),
                    Adds = rename.NewNames.Count > 1 && TokenTypeOf(successor) is { } type ? (DeprecatedAttributes.GenAITokenType, type) : null,
                }));
            }
        }

        return found;
    }

    /// <summary>Whether the conventions say that a metric is a counter: its earlier histograms then count with their sums.</summary>
    public static bool IsCounter(string name) => InstrumentOf(name) == MetricInstrument.Counter;

    /// <summary>Chooses the series that tell what a metric measures, each measurement once.</summary>
    /// <param name="name">The name asked for.</param>
    /// <param name="found">Series of that name and its alternatives.</param>
    /// <param name="seriesOf">The series of a found thing.</param>
    /// <returns>What was chosen, with the series as it reads under the name asked for.</returns>
    public static IReadOnlyList<(TFound Found, MetricSeries Series)> Choose<TFound>(
        string name, IReadOnlyCollection<TFound> found, Func<TFound, MetricSeries> seriesOf)
    {
        List<(TFound, MetricSeries)> chosen = [.. found.Select(one => (one, seriesOf(one))).Where(one => one.Item2.Name == name)];
        var own = chosen.ToLookup(one => one.Item2.ResourceKey, one => one.Item2);
        foreach (var alternative in AlternativesOf(name))
        {
            foreach (var one in found)
            {
                var series = seriesOf(one);
                if (series.Name == alternative.Name && alternative.Where?.Holds(series) != false &&
                    !own[series.ResourceKey].Any(better => alternative.CoveredWhere?.Holds(better) != false))
                {
                    chosen.Add((one, As(series, name, alternative)));
                }
            }
        }

        return chosen;
    }

    private static MetricSeries As(MetricSeries series, string name, MetricAlternative alternative) => alternative.Adds is not var (key, value)
        ? series with { Name = name }
        : series with { Name = name, Attributes = new Dictionary<string, string>(series.Attributes) { [key] = value } };

    private static MetricCondition? ConditionOf(MetricRename rename, string newName) =>
        rename.Operations.Count > 0 ? new MetricCondition(GenAIAttributes.OperationName, rename.Operations)
        : rename.NewNames.Count > 1 && TokenTypeOf(newName) is { } type ? new MetricCondition(DeprecatedAttributes.GenAITokenType, [type])
        : null;

    private static string? TokenTypeOf(string newName) =>
        newName.EndsWith("input_tokens", StringComparison.Ordinal) ? GenAITokenTypeValues.Input
        : newName.EndsWith("output_tokens", StringComparison.Ordinal) ? GenAITokenTypeValues.Output
        : null;

    // A histogram asked for by its earlier name shows histograms: counters that followed it too say the same, and would count twice.
    private static bool IsSameInstrument(string oldName, string newName) => InstrumentOf(oldName) == InstrumentOf(newName);

    private static MetricInstrument? InstrumentOf(string name) =>
        ConventionRegistry.Metrics.FirstOrDefault(metric => metric.Name == name)?.Instrument;
}
