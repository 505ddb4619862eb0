using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Renders <c>DialectRegistry</c>: apart from <c>ConventionRegistry</c>, because programs that only write telemetry never need it.</summary>
internal static class DialectLists
{
    public static GeneratedFile Render(ConventionModel registry) => RegistryClass.Class(
        "DialectRegistry.g.cs",
        "public static class DialectRegistry",
        "What clients write that is not, or not only, in the conventions.",
        ["System.Collections.Frozen"],
        [
            new RegistryListing(
                "Dialects",
                "DialectDefinition",
                "Every dialect, in the order of detection.",
                registry.Dialects.OrderBy(dialect => int.TryParse(dialect.Order, out var order) ? order : 0).Select(Item)),
            new RegistryListing(
                "Spellings",
                "DialectSpelling",
                "Values that clients spell in their own way.",
                registry.DialectSpellings.Select(entry => $"new DialectSpelling({Literal.Text(entry.Field)}, {Map(entry.Values)})")),
            new RegistryListing(
                "Infrastructure",
                "InfrastructureDefinition",
                "What tells that a span is infrastructure, the strongest first.",
                registry.Infrastructure.Select(entry => $"new InfrastructureDefinition({Literal.Text(entry.Kind)}, {Literal.List(entry.Prefixes)})")),
        ]);

    private static string Item(DialectEntry dialect) => Literal.Object(
        "DialectDefinition",
        ("Name", Literal.Text(dialect.Name)),
        ("Title", Literal.Text(dialect.Title)),
        ("Order", dialect.Order),
        ("Keys", Literal.List(dialect.Keys)),
        ("Prefixes", Literal.List(dialect.Prefixes)),
        ("Scopes", Literal.List(dialect.Scopes)),
        ("ScopePrefixes", Literal.List(dialect.ScopePrefixes)),
        ("Values", List(dialect.Values.Select(value => $"new DialectValue({Literal.Text(value.Key)}, {Literal.Text(value.Prefix)})"))),
        ("Kinds", List(dialect.Kinds.Select(rule => $"new DialectKindRule({Literal.Text(rule.From)}, {Map(rule.Values)})"))),
        ("Fields", Fields(dialect.Fields)),
        ("OwnFields", Fields(dialect.OwnFields)),
        ("Json", List(dialect.Json.Select(Json))),
        ("Content", Fields(dialect.Content)),
        ("Trace", Fields(dialect.Trace)),
        ("Prompt", Fields(dialect.Prompt)),
        ("Understood", Literal.List(dialect.Understood)),
        ("InputExcludesCache", dialect.InputExcludesCache ? "true" : "false"),
        ("Note", Literal.Text(dialect.Note)));

    private static string Json(DialectJsonEntry json) =>
        $"new DialectJson({Literal.Text(json.Key)}, {Flag(json.InputExcludesCache)}, {Flag(json.OutputExcludesReasoning)}, {Fields(json.Fields)})";

    private static string Flag(bool flag) => flag ? "true" : "false";

    private static string Fields(IReadOnlyList<DialectFieldEntry> fields) =>
        List(fields.Select(field => $"new DialectField({Literal.Text(field.Field)}, {Literal.List(field.From)})"));

    private static string List(IEnumerable<string> items) => Literal.Lines(items);

    private static string Map(IReadOnlyList<(string From, string? To)> pairs)
    {
        var items = pairs.Select(pair => $"[{Literal.Text(pair.From)}] = {Literal.Text(pair.To)}");
        return $"new Dictionary<string, string> {{ {string.Join(", ", items)} }}.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase)";
    }
}
