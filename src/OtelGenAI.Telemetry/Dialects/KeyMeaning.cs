namespace OtelGenAI.Telemetry.Dialects;

/// <summary>What an attribute key says, by its name alone. Immutable, so that threads can share it.</summary>
internal sealed class KeyMeaning
{
    /// <summary>A key nobody understands.</summary>
    public static KeyMeaning Nothing { get; } = new();

    /// <summary>The slot its value fills.</summary>
    public AttributeSlot Slot { get; init; }

    /// <summary>How good a source it is: of several attributes for one slot the highest is read.</summary>
    public int Rank { get; init; }

    /// <summary>Index of the only dialect on whose spans it fills its slot, or -1.</summary>
    public int Owner { get; init; } = -1;

    /// <summary>Dialects that its presence tells, a bit each.</summary>
    public uint Dialects { get; init; }

    /// <summary>Dialects that the beginning of its value tells.</summary>
    public (byte[] Prefix, uint Dialect)[] ValueTests { get; init; } = [];

    /// <summary>What its value says about the kind.</summary>
    public KindByValue? Kinds { get; init; }

    /// <summary>What its value holds as JSON.</summary>
    public JsonFields[] Json { get; init; } = [];

    /// <summary>Whether some dialect or convention knows it.</summary>
    public bool IsUnderstood { get; init; }

    /// <summary>The same with what the key's beginning tells.</summary>
    public KeyMeaning With(uint dialects, bool isUnderstood) => new()
    {
        Slot = Slot,
        Rank = Rank,
        Owner = Owner,
        Dialects = dialects,
        ValueTests = ValueTests,
        Kinds = Kinds,
        Json = Json,
        IsUnderstood = isUnderstood,
    };
}
