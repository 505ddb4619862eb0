using OtelGenAI.Conventions;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>The attributes by which conventions and dialects name the end user.</summary>
public static class UserAttributeNames
{
    /// <summary>All of them: current, earlier and those of dialects.</summary>
    public static IReadOnlySet<string> All { get; } = Collect();

    private static HashSet<string> Collect()
    {
        var names = AttributeSlots.Canonical.Concat(AttributeSlots.Substitutes)
            .Where(entry => entry.Slot == AttributeSlot.UserId).Select(entry => entry.Name)
            .Concat(DialectRegistry.Dialects.SelectMany(dialect => dialect.Fields.Concat(dialect.OwnFields))
                .Where(field => AttributeSlots.OfField(field.Field) == AttributeSlot.UserId).SelectMany(field => field.From))
            .ToHashSet(StringComparer.Ordinal);
        names.UnionWith([.. ConventionRegistry.Renames.Where(rename => rename.NewName is not null && names.Contains(rename.NewName)).Select(rename => rename.OldName)]);
        return names;
    }
}
