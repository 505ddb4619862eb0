using System.Globalization;
using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Renders <c>ConventionRegistry.Events</c> and <c>.Entities</c>.</summary>
internal static class EventLists
{
    public static GeneratedFile Render(ConventionModel registry)
    {
        var lookup = new SuccessorLookup(registry);
        return RegistryClass.Part(
            "Events",
            [],
            new RegistryListing(
                "Events",
                "EventDefinition",
                "Every event, current and deprecated.",
                registry.Events.Select(telemetryEvent => Item(telemetryEvent, registry, lookup))),
            new RegistryListing("Entities", "EntityDefinition", "Every entity.", registry.Entities.Select(Item)));
    }

    private static string Item(EventEntry telemetryEvent, ConventionModel registry, SuccessorLookup lookup)
    {
        var attributes = telemetryEvent.AttributesOf is { } span
            ? registry.Spans.Single(candidate => candidate.Type == span).Attributes
            : telemetryEvent.Attributes;
        return Literal.Object(
            "EventDefinition",
            ("Name", Literal.Text(telemetryEvent.Name)),
            ("Brief", Literal.Text(telemetryEvent.Brief)),
            ("Since", Literal.Text(telemetryEvent.Since)),
            ("SeverityNumber", telemetryEvent.Severity is { } severity ? Vocabulary.Severities[severity].ToString(CultureInfo.InvariantCulture) : null),
            ("Attributes", Requirements.Expression(attributes)),
            ("Note", Literal.Text(telemetryEvent.Note)),
            ("Deprecated", lookup.Of(telemetryEvent)?.Expression));
    }

    private static string Item(EntityEntry entity) =>
        $"new EntityDefinition({Literal.Text(entity.Type)}, {Literal.Text(entity.Brief)}, {Literal.Text(entity.Since)}, "
        + $"{Literal.List(entity.Identity)}, {Literal.List(entity.Description)})";
}
