using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Finds what took the place of deprecated names; the renames are the only entries that say so.</summary>
internal sealed class SuccessorLookup(ConventionModel registry)
{
    private readonly Dictionary<string, Successor> _attributes = registry.AttributeRenames.ToDictionary(
        rename => rename.From, rename => new Successor(rename.Since, rename.To is { } target ? [target] : [], rename.Note), StringComparer.Ordinal);

    private readonly Dictionary<string, Successor> _metrics = registry.MetricRenames.ToDictionary(
        rename => rename.From, rename => new Successor(rename.Since, rename.To, rename.Note), StringComparer.Ordinal);

    private readonly Dictionary<string, Successor> _events = registry.EventRenames.ToDictionary(
        rename => rename.From, rename => new Successor(rename.Since, rename.To, rename.Note), StringComparer.Ordinal);

    /// <summary>Finds the successor of an attribute; <see langword="null"/> if it is current.</summary>
    public Successor? Of(AttributeEntry attribute) => attribute.IsDeprecated ? _attributes[attribute.Name] : null;

    /// <summary>Finds the successors of a metric; <see langword="null"/> if it is current, if only for some operations.</summary>
    public Successor? Of(MetricEntry metric) => metric.IsDeprecated ? _metrics[metric.Name] : null;

    /// <summary>Finds what carries the content of an event; <see langword="null"/> if it is current.</summary>
    public Successor? Of(EventEntry telemetryEvent) => telemetryEvent.IsDeprecated ? _events[telemetryEvent.Name] : null;
}
