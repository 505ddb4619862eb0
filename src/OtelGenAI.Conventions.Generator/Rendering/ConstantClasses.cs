using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Renders names as constants: a class per first segment for current names, one class for deprecated ones.</summary>
internal static class ConstantClasses
{
    public static IEnumerable<GeneratedFile> Render(ConventionModel registry)
    {
        var lookup = new SuccessorLookup(registry);
        return
        [
            .. Classes(
                "Attributes",
                "attributes",
                registry.Attributes.Select(attribute => new Constant(
                    attribute.Name, attribute.Brief, attribute.IsDeprecated, Facts(attribute, lookup)))),
            .. Classes(
                "Metrics",
                "metrics",
                registry.Metrics.Select(metric => new Constant(metric.Name, metric.Brief, metric.IsDeprecated, Facts(metric, lookup)))),
            .. Classes(
                "Events",
                "events",
                registry.Events.Select(telemetryEvent => new Constant(
                    telemetryEvent.Name, telemetryEvent.Brief, telemetryEvent.IsDeprecated, Facts(telemetryEvent, lookup)))),
        ];
    }

    private static IEnumerable<GeneratedFile> Classes(string suffix, string what, IEnumerable<Constant> constants)
    {
        var all = constants.ToList();
        foreach (var group in all.Where(constant => !constant.IsDeprecated).GroupBy(constant => CSharpName.Root(constant.Name), StringComparer.Ordinal))
        {
            var root = group.First().Name.Split('.')[0];
            yield return Class(group.Key + suffix, $"Names of current {what} that start with {root}.", group, CSharpName.BelowRoot);
        }

        var deprecated = all.Where(constant => constant.IsDeprecated).ToList();
        if (deprecated.Count > 0)
        {
            yield return Class($"Deprecated{suffix}", $"Names of {what} that are no longer current: read, never written.", deprecated, CSharpName.Member);
        }
    }

    private static GeneratedFile Class(string name, string summary, IEnumerable<Constant> constants, Func<string, string> member)
    {
        var code = new CodeWriter();
        code.Summary(summary);
        code.Line($"public static class {name}");
        code.Open();
        var isFirst = true;
        foreach (var constant in constants)
        {
            if (!isFirst)
            {
                code.Line();
            }

            isFirst = false;
            code.Summary(constant.Brief);
            code.Remarks(constant.Facts);
            code.Line($"public const string {member(constant.Name)} = {Literal.Text(constant.Name)};");
        }

        code.Close();
        return new GeneratedFile(name + ".g.cs", code.ToString());
    }

    private static List<string> Facts(AttributeEntry attribute, SuccessorLookup lookup) => Present(
        $"Type {attribute.Type}{Unit(attribute.Unit)}, since {attribute.Since}, {attribute.Stability.Replace('_', ' ')}.",
        attribute.IsSensitive ? "Sensitive: recorded only as the content policy allows." : null,
        attribute.SubsetOf.Count > 0 ? $"Already counted in {string.Join(" and ", attribute.SubsetOf)}." : null,
        attribute.Note,
        lookup.Of(attribute)?.Sentence);

    private static List<string> Facts(MetricEntry metric, SuccessorLookup lookup) => Present(
        $"{CSharpName.Member(metric.Instrument)} of {metric.ValueType}{Unit(metric.Unit)}, since {metric.Since}.",
        metric.Note,
        lookup.Of(metric)?.Sentence);

    private static List<string> Facts(EventEntry telemetryEvent, SuccessorLookup lookup) => Present(
        $"Since {telemetryEvent.Since}.",
        telemetryEvent.Note,
        lookup.Of(telemetryEvent)?.Sentence);

    private static string Unit(string? unit) => unit is null ? "" : $" in {unit}";

    private static List<string> Present(params IEnumerable<string?> facts) => [.. facts.OfType<string>()];

    private sealed record Constant(string Name, string Brief, bool IsDeprecated, IReadOnlyList<string> Facts);
}
