using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Renders <c>ConventionRegistry.Attributes</c>.</summary>
internal static class AttributeList
{
    public static GeneratedFile Render(ConventionModel registry)
    {
        var lookup = new SuccessorLookup(registry);
        return RegistryClass.Part("Attributes", [], new RegistryListing(
            "Attributes",
            "AttributeDefinition",
            "Every attribute, current and deprecated.",
            registry.Attributes.Select(attribute => Item(attribute, lookup))));
    }

    private static string Item(AttributeEntry attribute, SuccessorLookup lookup) => Literal.Object(
        "AttributeDefinition",
        ("Name", Literal.Text(attribute.Name)),
        ("Type", $"AttributeType.{Vocabulary.Types[attribute.Type]}"),
        ("Brief", Literal.Text(attribute.Brief)),
        ("Stability", $"Stability.{Vocabulary.Stabilities[attribute.Stability]}"),
        ("Since", Literal.Text(attribute.Since)),
        ("Note", Literal.Text(attribute.Note)),
        ("Unit", Literal.Text(attribute.Unit)),
        ("IsSensitive", attribute.IsSensitive ? "true" : null),
        ("SubsetOf", Literal.List(attribute.SubsetOf)),
        ("Values", Literal.List(attribute.Values.Select(value => value.Value))),
        ("Deprecated", lookup.Of(attribute)?.Expression));
}
