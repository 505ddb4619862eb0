using OtelGenAI.Conventions.Generator.Registry;
using OtelGenAI.Conventions.Generator.Rendering;

namespace OtelGenAI.Conventions.Generator.Checks;

/// <summary>Checks that names are unique, on the wire and as C# constants.</summary>
internal static class NameCheck
{
    public static void Run(ConventionModel registry, Findings findings)
    {
        var attributes = registry.Attributes.Select(entry => new Named(entry.Place, entry.Name, entry.IsDeprecated)).ToList();
        var metrics = registry.Metrics.Select(entry => new Named(entry.Place, entry.Name, entry.IsDeprecated)).ToList();
        var events = registry.Events.Select(entry => new Named(entry.Place, entry.Name, entry.IsDeprecated)).ToList();
        RequireUnique(attributes, "attribute", findings);
        RequireUnique(metrics, "metric", findings);
        RequireUnique(events, "event", findings);
        RequireUnique(registry.Spans.Concat(registry.Refinements).Select(entry => new Named(entry.Place, entry.Type)), "span", findings);
        RequireUnique(registry.Entities.Select(entry => new Named(entry.Place, entry.Type)), "entity", findings);
        RequireUnique(registry.AttributeRenames.Select(entry => new Named(entry.Place, entry.From)), "rename of an attribute", findings);
        RequireUnique(registry.ConditionalRenames.Select(entry => new Named(entry.Place, entry.From)), "conditional rename", findings);
        RequireUnique(registry.NumberedPrefixes.Select(entry => new Named(entry.Place, entry.Prefix)), "numbered prefix", findings);
        RequireUnique(registry.MetricRenames.Select(entry => new Named(entry.Place, entry.From)), "rename of a metric", findings);
        RequireUnique(registry.EventRenames.Select(entry => new Named(entry.Place, entry.From)), "rename of an event", findings);
        RequireUnique(registry.Dialects.Select(entry => new Named(entry.Place, entry.Name)), "dialect", findings);
        RequireUnique(registry.Dialects.Select(entry => new Named(entry.Place, entry.Order)), "dialect at this place in the order", findings);

        RequireOwnConstants(attributes, findings);
        RequireOwnConstants(metrics, findings);
        RequireOwnConstants(events, findings);
        RequireOwnValueConstants(registry.Attributes, findings);
    }

    private static void RequireUnique(IEnumerable<Named> entries, string what, Findings findings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries.Where(entry => entry.Name.Length > 0 && !seen.Add(entry.Name)))
        {
            findings.Report(entry.Place, $"is a second {what} of this name.");
        }
    }

    // Two names on the wire can become one name in C#: a.b_c and a.b.c.
    private static void RequireOwnConstants(IEnumerable<Named> entries, Findings findings)
    {
        var names = new Dictionary<(bool, string), string>();
        foreach (var entry in entries)
        {
            var constant = (entry.IsDeprecated, CSharpName.Member(entry.Name));
            if (!names.TryAdd(constant, entry.Name) && names[constant] != entry.Name)
            {
                findings.Report(entry.Place, $"would be the same constant as {names[constant]}.");
            }
        }
    }

    private static void RequireOwnValueConstants(IEnumerable<AttributeEntry> attributes, Findings findings)
    {
        foreach (var attribute in attributes)
        {
            var constants = attribute.Values.Select(value => value.Value).GroupBy(CSharpName.Member, StringComparer.Ordinal);
            foreach (var shared in constants.Where(group => group.Count() > 1))
            {
                findings.Report(attribute.Place, $"has values {string.Join(" and ", shared)}, which would be the same constant.");
            }
        }
    }

    private readonly record struct Named(EntryPlace Place, string Name, bool IsDeprecated = false);
}
