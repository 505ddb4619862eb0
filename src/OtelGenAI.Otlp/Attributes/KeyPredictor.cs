using System.Runtime.CompilerServices;
using System.Text.Unicode;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Attributes;

/// <summary>Guesses the next attribute key: the one that followed the same key last time. A hit is one comparison instead of a hash.</summary>
/// <remarks>By follower rather than by position, because requests mix kinds of spans whose attributes come in runs.</remarks>
internal ref struct KeyPredictor
{
    /// <summary>How many guesses are remembered.</summary>
    public const int Slots = FollowerSlots + OwnerSlots;

    private const int FollowerSlots = 256;
    private const int OwnerSlots = 8;

    private readonly AttributeKeyTable _keys;
    private readonly Span<int> _guesses;
    private int _slot;

    /// <summary>Begins without any guess.</summary>
    public KeyPredictor(AttributeKeyTable keys, Span<int> guesses)
    {
        _keys = keys;
        _guesses = guesses;
        _guesses.Fill(AttributeKeyTable.NotInterned);
        _slot = FollowerSlots;
    }

    /// <summary>The attributes of another owner begin.</summary>
    public void Begin(AttributeOwner owner) => _slot = FollowerSlots + (int)owner;

    /// <summary>Gives a key its number.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isInvalidText">Whether it is not UTF-8; such a key gets no number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Intern(ReadOnlySpan<byte> key, out bool isInvalidText)
    {
        isInvalidText = false;
        var id = _guesses[_slot];
        if (!_keys.Matches(id, key))
        {
            id = Learn(key, out isInvalidText);
        }

        if (id >= 0)
        {
            _slot = id & (FollowerSlots - 1);
        }

        return id;
    }

    private readonly int Learn(ReadOnlySpan<byte> key, out bool isInvalidText)
    {
        isInvalidText = !Utf8.IsValid(key);
        return isInvalidText ? AttributeKeyTable.NotInterned : _guesses[_slot] = _keys.Intern(key);
    }
}

/// <summary>Whose attributes are read.</summary>
internal enum AttributeOwner
{
    /// <summary>A span's.</summary>
    Span,

    /// <summary>A span event's.</summary>
    Event,

    /// <summary>A link's.</summary>
    Link,

    /// <summary>A resource's.</summary>
    Resource,

    /// <summary>An instrumentation scope's.</summary>
    Scope,

    /// <summary>A log record's.</summary>
    Log,

    /// <summary>A data point's.</summary>
    DataPoint,
}
