using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Renders <c>ConventionRegistry.Spans</c> and <c>.SpanRefinements</c>.</summary>
internal static class SpanLists
{
    public static GeneratedFile Render(ConventionModel registry) => RegistryClass.Part(
        "Spans",
        ["System.Diagnostics"],
        new RegistryListing("Spans", "SpanDefinition", "Every kind of span.", registry.Spans.Select(Item)),
        new RegistryListing(
            "SpanRefinements",
            "SpanDefinition",
            "What providers and special tools add to a span.",
            registry.Refinements.Select(Item)));

    private static string Item(SpanEntry span) => Literal.Object(
        "SpanDefinition",
        ("Type", Literal.Text(span.Type)),
        ("Brief", Literal.Text(span.Brief)),
        ("Since", Literal.Text(span.Since)),
        ("Kinds", $"[{string.Join(", ", span.Kinds.Select(kind => $"ActivityKind.{Vocabulary.Kinds[kind]}"))}]"),
        ("NameFormats", Literal.List(span.NameFormats)),
        ("Operations", Literal.List(span.Operations)),
        ("Attributes", Requirements.Expression(span.Attributes)),
        ("SamplingRelevant", Literal.List(span.SamplingRelevant)),
        ("Refines", Literal.Text(span.Refines)),
        ("Provider", Literal.Text(span.Provider)),
        ("Note", Literal.Text(span.Note)));
}
