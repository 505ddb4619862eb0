namespace OtelGenAI.Conventions.Generator.Registry;

/// <summary>Knows one section of a convention file.</summary>
/// <param name="NameKey">Key that names an entry.</param>
/// <param name="Read">Reads one entry into the registry.</param>
internal sealed record SectionReader(string NameKey, Action<YamlEntry, ConventionModel> Read)
{
    private static readonly Dictionary<string, SectionReader> Readers = new(StringComparer.Ordinal)
    {
        ["attributes"] = new("name", static (entry, registry) => registry.Attributes.Add(ReadAttribute(entry))),
        ["spans"] = new("type", static (entry, registry) => registry.Spans.Add(ReadSpan(entry))),
        ["refinements"] = new("type", static (entry, registry) => registry.Refinements.Add(ReadRefinement(entry))),
        ["metrics"] = new("name", static (entry, registry) => registry.Metrics.Add(ReadMetric(entry))),
        ["events"] = new("name", static (entry, registry) => registry.Events.Add(ReadEvent(entry))),
        ["entities"] = new("type", static (entry, registry) => registry.Entities.Add(ReadEntity(entry))),
        ["renamed_attributes"] = new("from", static (entry, registry) => registry.AttributeRenames.Add(ReadAttributeRename(entry))),
        ["conditionally_renamed_attributes"] = new("from", static (entry, registry) => registry.ConditionalRenames.Add(ReadConditionalRename(entry))),
        ["numbered_prefixes"] = new("prefix", static (entry, registry) => registry.NumberedPrefixes.Add(ReadNumberedPrefix(entry))),
        ["renamed_metrics"] = new("from", static (entry, registry) => registry.MetricRenames.Add(ReadMetricRename(entry))),
        ["renamed_events"] = new("from", static (entry, registry) => registry.EventRenames.Add(ReadEventRename(entry))),
        ["dialects"] = new("name", static (entry, registry) => registry.Dialects.Add(DialectSections.ReadDialect(entry))),
        ["dialect_spellings"] = new("field", static (entry, registry) => registry.DialectSpellings.Add(DialectSections.ReadSpelling(entry))),
        ["infrastructure"] = new("kind", static (entry, registry) => registry.Infrastructure.Add(DialectSections.ReadInfrastructure(entry))),
    };

    public static SectionReader? Find(string section) => Readers.GetValueOrDefault(section);

    private static AttributeEntry ReadAttribute(YamlEntry entry) => new(
        entry.Place,
        entry.Text("name"),
        entry.Choice("type", [.. Vocabulary.Types.Keys]),
        entry.Text("brief"),
        entry.Choice("stability", [.. Vocabulary.Stabilities.Keys]),
        entry.Text("since"),
        entry.OptionalText("note"),
        entry.OptionalText("unit"),
        entry.Flag("sensitive"),
        entry.TextList("subset_of"),
        [.. entry.NamesWithRemarks("values").Select(item => new ValueEntry(item.Name, item.Remark))],
        entry.Flag("deprecated"));

    private static SpanEntry ReadSpan(YamlEntry entry) => new(
        entry.Place,
        entry.Text("type"),
        entry.Text("brief"),
        entry.Text("since"),
        entry.ChoiceList("kinds", [.. Vocabulary.Kinds.Keys]),
        entry.TextList("names"),
        entry.TextList("operations"),
        ReadRequirements(entry),
        entry.TextList("sampling_relevant"),
        Refines: null,
        Provider: null,
        entry.OptionalText("note"));

    private static SpanEntry ReadRefinement(YamlEntry entry) => new(
        entry.Place,
        entry.Text("type"),
        entry.Text("brief"),
        entry.Text("since"),
        Kinds: [],
        entry.TextList("names"),
        Operations: [],
        ReadRequirements(entry),
        entry.TextList("sampling_relevant"),
        entry.Text("refines"),
        entry.OptionalText("provider"),
        entry.OptionalText("note"));

    private static MetricEntry ReadMetric(YamlEntry entry) => new(
        entry.Place,
        entry.Text("name"),
        entry.Text("brief"),
        entry.Text("since"),
        entry.Choice("instrument", [.. Vocabulary.Instruments.Keys]),
        entry.Text("unit"),
        entry.Choice("value_type", Vocabulary.MeasurementTypes),
        entry.NumberList("buckets"),
        ReadRequirements(entry),
        entry.OptionalText("note"),
        entry.Flag("deprecated"));

    private static EventEntry ReadEvent(YamlEntry entry) => new(
        entry.Place,
        entry.Text("name"),
        entry.Text("brief"),
        entry.Text("since"),
        entry.OptionalText("severity"),
        entry.OptionalText("attributes_of"),
        ReadRequirements(entry),
        entry.OptionalText("note"),
        entry.Flag("deprecated"));

    private static EntityEntry ReadEntity(YamlEntry entry) => new(
        entry.Place,
        entry.Text("type"),
        entry.Text("brief"),
        entry.Text("since"),
        entry.TextList("identity"),
        entry.TextList("description"));

    private static AttributeRenameEntry ReadAttributeRename(YamlEntry entry) => new(
        entry.Place,
        entry.Text("from"),
        entry.OptionalText("to"),
        entry.Text("since"),
        entry.OptionalText("dialect"),
        entry.Flag("changes_shape"),
        [.. entry.Entries("values", "from").Select(ReadValueRename)],
        entry.OptionalText("note"));

    private static ValueRenameEntry ReadValueRename(YamlEntry entry)
    {
        var rename = new ValueRenameEntry(entry.Text("from"), entry.Text("to"), entry.Text("since"));
        entry.ReportUnknownKeys();
        return rename;
    }

    private static ConditionalRenameEntry ReadConditionalRename(YamlEntry entry) => new(
        entry.Place,
        entry.Text("from"),
        entry.Text("to"),
        entry.TextList("operations"),
        entry.Text("since"),
        entry.OptionalText("note"));

    private static NumberedPrefixEntry ReadNumberedPrefix(YamlEntry entry) => new(
        entry.Place,
        entry.Text("prefix"),
        entry.Text("to"),
        entry.Text("dialect"));

    private static MetricRenameEntry ReadMetricRename(YamlEntry entry) => new(
        entry.Place,
        entry.Text("from"),
        entry.TextList("to"),
        entry.TextList("operations"),
        entry.Text("since"),
        entry.OptionalText("note"));

    private static EventRenameEntry ReadEventRename(YamlEntry entry) => new(
        entry.Place,
        entry.Text("from"),
        entry.TextList("to"),
        entry.OptionalText("role"),
        entry.Text("since"),
        entry.OptionalText("note"));

    private static List<RequirementEntry> ReadRequirements(YamlEntry entry)
    {
        if (entry.Child("attributes") is not { } levels)
        {
            return [];
        }

        var requirements = new List<RequirementEntry>();
        foreach (var level in Vocabulary.Levels.Keys)
        {
            requirements.AddRange(levels.NamesWithRemarks(level).Select(item => new RequirementEntry(item.Name, level, item.Remark)));
        }

        levels.ReportUnknownKeys();
        return requirements;
    }
}
