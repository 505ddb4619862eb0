using System.Runtime.InteropServices;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Storage.Attributes;

/// <summary>Counts one attribute of one type and service. Not thread-safe.</summary>
internal sealed class CatalogueEntry(CatalogueKey key, bool isContent)
{
    /// <summary>Most values that are kept.</summary>
    public const int MaxValues = 64;

    /// <summary>Longest text that is kept as a value, in bytes: what is longer is content rather than a name.</summary>
    public const int MaxValueBytes = 64;

    // Kept values that came fewer times than this on average are ids.
    private const int LeastUses = 4;

    private readonly Dictionary<byte[], int> _slots = new(Utf8Comparer.Instance);
    private readonly List<ValueCount> _values = [];
    private int _lastSlot;

    public CatalogueKey Key => key;

    public bool IsContent => isContent;

    public long Count { get; set; }

    public long FirstTime { get; set; } = long.MaxValue;

    public long LastTime { get; set; } = long.MinValue;

    public long OtherCount { get; set; }

    public bool HasTooManyValues { get; set; }

    /// <summary>Number of its row; 0 before it has one.</summary>
    public long RowNo { get; set; }

    public bool IsChanged { get; set; }

    /// <summary>The same attribute with another type.</summary>
    public CatalogueEntry? OtherType { get; set; }

    /// <summary>The values that are kept.</summary>
    public Span<ValueCount> Values => CollectionsMarshal.AsSpan(_values);

    /// <summary>Counts one use of a text.</summary>
    public void Add(ReadOnlySpan<byte> text, long time, long count)
    {
        AddUse(time, count);
        if (HasTooManyValues)
        {
            return;
        }

        if (text.Length <= MaxValueBytes)
        {
            AddValue(text, count);
        }
        else
        {
            OtherCount += count;
        }
    }

    /// <summary>Counts one use.</summary>
    public void Add(TelemetryBatch batch, in ValueRow row, long time, long count)
    {
        AddUse(time, count);
        if (isContent || HasTooManyValues)
        {
            return;
        }

        switch (row.Type)
        {
            case ValueType.String when row.Text.Length <= MaxValueBytes:
                AddValue(batch.Bytes(row.Text), count);
                break;
            case ValueType.Boolean or ValueType.Int or ValueType.Double:
                var bits = row.Bits;
                AddValue(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in bits)), count);
                break;
            default:
                OtherCount += count;
                break;
        }
    }

    /// <summary>Puts back a value that was stored.</summary>
    public void Restore(ReadOnlySpan<byte> value, long count)
    {
        var kept = value.ToArray();
        _slots[kept] = _values.Count;
        _values.Add(new ValueCount { Value = kept, Count = count });
    }

    private void AddUse(long time, long count)
    {
        Count += count;
        FirstTime = Math.Min(FirstTime, time);
        LastTime = Math.Max(LastTime, time);
    }

    private void AddValue(ReadOnlySpan<byte> value, long count)
    {
        // Spans of a batch mostly have the value of the one before.
        if (_lastSlot < _values.Count && value.SequenceEqual(_values[_lastSlot].Value))
        {
            CountSlot(_lastSlot, count);
        }
        else if (_slots.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(value, out var slot))
        {
            _lastSlot = slot;
            CountSlot(slot, count);
        }
        else if (_values.Count < MaxValues)
        {
            _lastSlot = _values.Count;
            Restore(value, 0);
            CountSlot(_lastSlot, count);
        }
        else if (Count - OtherCount < MaxValues * LeastUses)
        {
            HasTooManyValues = true;
            _values.Clear();
            _slots.Clear();
        }
        else
        {
            OtherCount += count;
        }
    }

    private void CountSlot(int slot, long count)
    {
        ref var kept = ref CollectionsMarshal.AsSpan(_values)[slot];
        kept.Count += count;
        kept.IsChanged = true;
    }

    internal struct ValueCount
    {
        public byte[] Value;
        public long Count;
        public bool IsChanged;
    }
}

/// <summary>What is counted apart.</summary>
internal readonly record struct CatalogueKey(AttributeSource Source, string? Service, string Key, ValueType Type);
