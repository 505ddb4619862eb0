using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Renders <c>ConventionRegistry.Metrics</c>.</summary>
internal static class MetricList
{
    public static GeneratedFile Render(ConventionModel registry)
    {
        var lookup = new SuccessorLookup(registry);
        return RegistryClass.Part("Metrics", [], new RegistryListing(
            "Metrics",
            "MetricDefinition",
            "Every metric, current and deprecated.",
            registry.Metrics.Select(metric => Item(metric, lookup))));
    }

    private static string Item(MetricEntry metric, SuccessorLookup lookup) => Literal.Object(
        "MetricDefinition",
        ("Name", Literal.Text(metric.Name)),
        ("Brief", Literal.Text(metric.Brief)),
        ("Since", Literal.Text(metric.Since)),
        ("Instrument", $"MetricInstrument.{Vocabulary.Instruments[metric.Instrument]}"),
        ("Unit", Literal.Text(metric.Unit)),
        ("ValueType", $"AttributeType.{Vocabulary.Types[metric.ValueType]}"),
        ("Buckets", Literal.Numbers(metric.Buckets)),
        ("Attributes", Requirements.Expression(metric.Attributes)),
        ("Note", Literal.Text(metric.Note)),
        ("Deprecated", lookup.Of(metric)?.Expression));
}
