namespace OtelGenAI.Conventions.Generator.Registry;

/// <summary>Reads the sections of <c>dialects/*.yaml</c>.</summary>
internal static class DialectSections
{
    public static DialectEntry ReadDialect(YamlEntry entry)
    {
        var detect = entry.Child("detect");
        var dialect = new DialectEntry(
            entry.Place,
            entry.Text("name"),
            entry.Text("title"),
            entry.Text("order"),
            detect?.TextList("keys") ?? [],
            detect?.TextList("prefixes") ?? [],
            detect?.TextList("scopes") ?? [],
            detect?.TextList("scope_prefixes") ?? [],
            detect?.NamesWithRemarks("values") ?? [],
            [.. entry.Entries("kinds", "from").Select(ReadKind)],
            ReadFields(entry, "fields", Vocabulary.DialectFields),
            ReadFields(entry, "own_fields", Vocabulary.DialectFields),
            [.. entry.Entries("json", "from").Select(ReadJson)],
            ReadFields(entry, "content", Vocabulary.ContentFields),
            ReadFields(entry, "trace", Vocabulary.TraceFields),
            ReadFields(entry, "prompt", Vocabulary.PromptFields),
            entry.TextList("understood"),
            entry.Flag("input_excludes_cache"),
            entry.OptionalText("note"));
        detect?.ReportUnknownKeys();
        return dialect;
    }

    public static DialectSpellingEntry ReadSpelling(YamlEntry entry) =>
        new(entry.Place, entry.Choice("field", Vocabulary.DialectFields), entry.NamesWithRemarks("values"));

    public static InfrastructureEntry ReadInfrastructure(YamlEntry entry) =>
        new(entry.Place, entry.Choice("kind", Vocabulary.InfrastructureKinds), entry.TextList("prefixes"));

    private static DialectKindEntry ReadKind(YamlEntry entry)
    {
        var rule = new DialectKindEntry(entry.OptionalText("from") ?? "", entry.NamesWithRemarks("values"));
        foreach (var (value, kind) in rule.Values)
        {
            if (kind is null || !Vocabulary.ObservationKinds.Contains(kind))
            {
                entry.Report($"'{value}' gives kind '{kind}'; it must be one of {string.Join(", ", Vocabulary.ObservationKinds)}.");
            }
        }

        entry.ReportUnknownKeys();
        return rule;
    }

    private static DialectJsonEntry ReadJson(YamlEntry entry)
    {
        var json = new DialectJsonEntry(
            entry.Text("from"),
            entry.Flag("input_excludes_cache"),
            entry.Flag("output_excludes_reasoning"),
            ReadFields(entry, "fields", Vocabulary.DialectFields));
        entry.ReportUnknownKeys();
        return json;
    }

    private static List<DialectFieldEntry> ReadFields(YamlEntry entry, string key, IReadOnlyCollection<string> known)
    {
        var fields = new List<DialectFieldEntry>();
        if (entry.Child(key) is { } mapping)
        {
            fields.AddRange(known.Select(field => new DialectFieldEntry(field, mapping.TextList(field))).Where(field => field.From.Count > 0));
            mapping.ReportUnknownKeys();
        }

        return fields;
    }
}
