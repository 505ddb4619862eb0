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

    /// <summary>What it says on the spans of one dialect only. Two dialects may use a name for different things, or in different units.</summary>
    public OwnMeaning[] Own { get; init; } = [];

    /// <summary>Dialects that its presence tells, a bit each.</summary>
    public uint Dialects { get; init; }

    /// <summary>Dialects that the beginning of its value tells.</summary>
    public (byte[] Prefix, uint Dialect)[] ValueTests { get; init; } = [];

    /// <summary>What its value says about the kind.</summary>
    public KindByValue? Kinds { get; init; }

    /// <summary>What its value holds as JSON.</summary>
    public JsonFields[] Json { get; init; } = [];

    /// <summary>Infrastructure that its presence tells, on a span that is not GenAI.</summary>
    public SpanFlags Infrastructure { get; init; }

    /// <summary>What it says of the whole trace.</summary>
    public LabelKey? Label { get; init; }

    /// <summary>Whether some dialect or convention knows it.</summary>
    public bool IsUnderstood { get; init; }

    /// <summary>The same with what the key's beginning tells.</summary>
    public KeyMeaning With(uint dialects, SpanFlags infrastructure, LabelKey? label, bool isUnderstood) => new()
    {
        Slot = Slot,
        Rank = Rank,
        Own = Own,
        Dialects = dialects,
        ValueTests = ValueTests,
        Kinds = Kinds,
        Json = Json,
        Infrastructure = infrastructure,
        Label = label,
        IsUnderstood = isUnderstood,
    };
}

/// <summary>The slot that an attribute fills on the spans of a dialect.</summary>
/// <param name="Dialect">Index of the dialect.</param>
/// <param name="Slot">The slot.</param>
/// <param name="Rank">How good a source it is.</param>
internal readonly record struct OwnMeaning(int Dialect, AttributeSlot Slot, int Rank);
