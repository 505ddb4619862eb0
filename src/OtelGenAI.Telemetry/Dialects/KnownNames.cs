using System.Text;
using OtelGenAI.Conventions;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Puts together, from the conventions and every dialect, what each known attribute name says.</summary>
internal static class KnownNames
{
    /// <summary>Every known name and its meaning.</summary>
    public static IEnumerable<KeyValuePair<string, KeyMeaning>> Collect()
    {
        var names = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var attribute in ConventionRegistry.Attributes)
        {
            Of(names, attribute.Name);
        }

        AddConventions(names);
        for (var i = 0; i < DialectRegistry.Dialects.Count; i++)
        {
            AddDialect(names, DialectRegistry.Dialects[i], i);
        }

        return names.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToMeaning()));
    }

    private static void AddConventions(Dictionary<string, Entry> names)
    {
        foreach (var (name, slot) in AttributeSlots.Canonical)
        {
            Of(names, name).Fill(slot, KeyMeanings.CurrentRank);
        }

        foreach (var (name, slot) in AttributeSlots.Substitutes)
        {
            Of(names, name).Fill(slot, KeyMeanings.SubstituteRank);
        }

        var slots = AttributeSlots.Canonical.ToDictionary(entry => entry.Name, entry => entry.Slot);
        foreach (var rename in ConventionRegistry.Renames)
        {
            var entry = Of(names, rename.OldName);
            if (rename.NewName is not null && slots.TryGetValue(rename.NewName, out var slot))
            {
                entry.Fill(slot, KeyMeanings.RenamedRank);
            }
        }
    }

    private static void AddDialect(Dictionary<string, Entry> names, DialectDefinition dialect, int index)
    {
        var bit = 1u << index;
        foreach (var key in dialect.Keys)
        {
            Of(names, key).Dialects |= bit;
        }

        foreach (var (key, prefix) in dialect.Values)
        {
            Of(names, key).Tests.Add((Encoding.UTF8.GetBytes(prefix), bit));
        }

        for (var i = 0; i < dialect.Kinds.Count; i++)
        {
            if (dialect.Kinds[i].From.Length > 0)
            {
                Of(names, dialect.Kinds[i].From).Kinds = new KindByValue(KeyMeanings.RankIn(index, i), dialect.Kinds[i].Values);
            }
        }

        foreach (var (name, slot, rank) in Sources(dialect.Fields, index))
        {
            Of(names, name).Fill(slot, rank);
        }

        foreach (var (name, slot, rank) in Sources(dialect.OwnFields, index))
        {
            Of(names, name).Own.Add(new OwnMeaning(index, slot, rank));
        }

        foreach (var json in dialect.Json)
        {
            var entry = Of(names, json.Key);
            entry.Json.Add(new JsonFields(json, KeyMeanings.RankIn(index, 50 + (entry.Json.Count * 10))));
        }

        foreach (var name in dialect.Content.Concat(dialect.Prompt).SelectMany(field => field.From).Where(name => !name.EndsWith(".N", StringComparison.Ordinal)))
        {
            Of(names, name);
        }
    }

    private static IEnumerable<(string Name, AttributeSlot Slot, int Rank)> Sources(IReadOnlyList<DialectField> fields, int dialect) =>
        fields.SelectMany(field => field.From.Select((name, at) => (name, AttributeSlots.OfField(field.Field), KeyMeanings.RankIn(dialect, at))));

    private static Entry Of(Dictionary<string, Entry> names, string name)
    {
        if (!names.TryGetValue(name, out var entry))
        {
            names[name] = entry = new Entry();
        }

        return entry;
    }

    private sealed class Entry
    {
        public uint Dialects;

        public List<(byte[] Prefix, uint Dialect)> Tests { get; } = [];

        public List<OwnMeaning> Own { get; } = [];

        public List<JsonFields> Json { get; } = [];

        public KindByValue? Kinds { get; set; }

        private AttributeSlot Slot { get; set; }

        private int Rank { get; set; }

        public void Fill(AttributeSlot slot, int rank)
        {
            if (rank > Rank)
            {
                (Slot, Rank) = (slot, rank);
            }
        }

        public KeyMeaning ToMeaning() => new()
        {
            Slot = Slot,
            Rank = Rank,
            Own = [.. Own],
            Dialects = Dialects,
            ValueTests = [.. Tests],
            Kinds = Kinds,
            Json = [.. Json],
            IsUnderstood = true,
        };
    }
}
