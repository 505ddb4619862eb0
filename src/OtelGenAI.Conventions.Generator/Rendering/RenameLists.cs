using OtelGenAI.Conventions.Generator.Registry;

namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Renders the lists of renames of <c>ConventionRegistry</c>.</summary>
internal static class RenameLists
{
    public static GeneratedFile Render(ConventionModel registry) => RegistryClass.Part(
        "Renames",
        ["System.Collections.Frozen"],
        new RegistryListing(
            "Renames",
            "AttributeRename",
            "Attribute names that can be replaced wherever they appear.",
            registry.AttributeRenames.Select(Item)),
        new RegistryListing(
            "ConditionalRenames",
            "ConditionalAttributeRename",
            "Attribute names to be replaced on the spans of some operations only.",
            registry.ConditionalRenames.Select(Item)),
        new RegistryListing(
            "NumberedPrefixes",
            "NumberedPrefix",
            "Lists that some clients flatten into numbered attributes.",
            registry.NumberedPrefixes.Select(Item)),
        new RegistryListing(
            "ValueRenames",
            "ValueRename",
            "Attribute values whose spelling changed, with the version that changed it.",
            registry.AttributeRenames.SelectMany(rename => rename.Values.Select(value => Item(rename, value)))),
        new RegistryListing("MetricRenames", "MetricRename", "Metrics that were replaced.", registry.MetricRenames.Select(Item)),
        new RegistryListing("EventRenames", "EventRename", "Message events that became attributes.", registry.EventRenames.Select(Item)));

    private static string Item(AttributeRenameEntry rename)
    {
        var positional = $"{Literal.Text(rename.From)}, {Literal.Text(rename.To)}, {Literal.Text(rename.Since)}, {ValueMap(rename)}, {Literal.Text(rename.Note)}";
        var extras = new List<string>();
        if (rename.Dialect is { } dialect)
        {
            extras.Add($"Dialect = {Literal.Text(dialect)}");
        }

        if (rename.ChangesShape)
        {
            extras.Add("ChangesShape = true");
        }

        return extras.Count > 0 ? $"new AttributeRename({positional}) {{ {string.Join(", ", extras)} }}" : $"new AttributeRename({positional})";
    }

    private static string ValueMap(AttributeRenameEntry rename)
    {
        if (rename.Values.Count == 0)
        {
            return "FrozenDictionary<string, string>.Empty";
        }

        var pairs = rename.Values.Select(value => $"[{Literal.Text(value.From)}] = {Literal.Text(value.To)}");
        return $"new Dictionary<string, string> {{ {string.Join(", ", pairs)} }}.ToFrozenDictionary(StringComparer.Ordinal)";
    }

    private static string Item(ConditionalRenameEntry rename) =>
        $"new ConditionalAttributeRename({Literal.Text(rename.From)}, {Literal.Text(rename.To)}, {Literal.List(rename.Operations)}, "
        + $"{Literal.Text(rename.Since)}, {Literal.Text(rename.Note)})";

    private static string Item(NumberedPrefixEntry prefix) =>
        $"new NumberedPrefix({Literal.Text(prefix.Prefix)}, {Literal.Text(prefix.To)}, {Literal.Text(prefix.Dialect)})";

    private static string Item(AttributeRenameEntry rename, ValueRenameEntry value) =>
        $"new ValueRename({Literal.Text(rename.From)}, {Literal.Text(value.From)}, {Literal.Text(value.To)}, {Literal.Text(value.Since)})";

    private static string Item(MetricRenameEntry rename) =>
        $"new MetricRename({Literal.Text(rename.From)}, {Literal.List(rename.To)}, {Literal.List(rename.Operations)}, "
        + $"{Literal.Text(rename.Since)}, {Literal.Text(rename.Note)})";

    private static string Item(EventRenameEntry rename) =>
        $"new EventRename({Literal.Text(rename.From)}, {Literal.List(rename.To)}, {Literal.Text(rename.Role)}, "
        + $"{Literal.Text(rename.Since)}, {Literal.Text(rename.Note)})";
}
