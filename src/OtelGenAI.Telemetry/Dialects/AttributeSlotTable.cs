using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Finds the slot of an attribute by the id of its key, in one array access.</summary>
/// <remarks>
/// Made once for a process: it interns every known name first, so that their ids are small. A span can carry a fact under several
/// names; the one with the higher rank is read.
/// </remarks>
internal sealed class AttributeSlotTable
{
    /// <summary>Rank of the current name.</summary>
    public const byte CurrentRank = 3;

    /// <summary>Rank of an earlier name.</summary>
    public const byte RenamedRank = 2;

    /// <summary>Rank of a substitute.</summary>
    public const byte SubstituteRank = 1;

    private readonly (AttributeSlot Slot, byte Rank)[] _byKeyId;

    public AttributeSlotTable(AttributeKeyTable keys)
    {
        var slots = AttributeSlots.Canonical.ToDictionary(entry => entry.Name, entry => entry.Slot);
        var known = new List<(int KeyId, AttributeSlot Slot, byte Rank)>();
        foreach (var (name, slot) in AttributeSlots.Canonical)
        {
            known.Add((keys.Intern(name), slot, CurrentRank));
        }

        foreach (var (name, slot) in AttributeSlots.Substitutes)
        {
            known.Add((keys.Intern(name), slot, SubstituteRank));
        }

        ProviderValues = new Dictionary<byte[], byte[]>(Utf8Comparer.Instance);
        foreach (var rename in ConventionRegistry.Renames)
        {
            if (rename.NewName is not null && slots.TryGetValue(rename.NewName, out var slot))
            {
                known.Add((keys.Intern(rename.OldName), slot, RenamedRank));
                foreach (var (oldValue, newValue) in slot == AttributeSlot.Provider ? rename.ValueMap : EmptyMap)
                {
                    ProviderValues[Encoding.UTF8.GetBytes(oldValue)] = Encoding.UTF8.GetBytes(newValue);
                }
            }
        }

        _byKeyId = new (AttributeSlot, byte)[known.Max(entry => entry.KeyId) + 1];
        foreach (var (keyId, slot, rank) in known)
        {
            if (keyId != AttributeKeyTable.NotInterned)
            {
                _byKeyId[keyId] = (slot, rank);
            }
        }
    }

    /// <summary>Provider names that are spelled differently today.</summary>
    public Dictionary<byte[], byte[]> ProviderValues { get; }

    private static IReadOnlyDictionary<string, string> EmptyMap { get; } = new Dictionary<string, string>();

    /// <summary>The slot of a key, or <see cref="AttributeSlot.None"/>.</summary>
    public (AttributeSlot Slot, byte Rank) Find(int keyId) =>
        (uint)keyId < (uint)_byKeyId.Length ? _byKeyId[keyId] : default;
}
