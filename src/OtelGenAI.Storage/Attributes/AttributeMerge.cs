using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Storage.Attributes;

/// <summary>Adds up what several days counted.</summary>
internal sealed class AttributeMerge(AttributeQuery query)
{
    private readonly Dictionary<CatalogueKey, Sum> _sums = [];
    private long _uncounted;

    /// <summary>Whether an attribute is asked for.</summary>
    public bool Has(in CatalogueKey key) =>
        (query.Key is null || query.Key == key.Key) && (query.KeyPrefix is null || key.Key.StartsWith(query.KeyPrefix, StringComparison.Ordinal)) &&
        (query.Service is null || query.Service == key.Service) && (query.Source is { } source ? source == key.Source : key.Source != AttributeSource.Label);

    /// <summary>Adds what one day counted of an attribute that is asked for.</summary>
    public void Add(CatalogueEntry entry)
    {
        if (!_sums.TryGetValue(entry.Key, out var sum))
        {
            _sums[entry.Key] = sum = new Sum(new AttributeUse
            {
                Source = entry.Key.Source,
                Service = entry.Key.Service,
                Key = entry.Key.Key,
                Type = entry.Key.Type,
                IsContent = entry.IsContent,
                FirstUnixNano = long.MaxValue,
                LastUnixNano = long.MinValue,
            });
        }

        sum.Use = sum.Use with
        {
            Count = sum.Use.Count + entry.Count,
            FirstUnixNano = Math.Min(sum.Use.FirstUnixNano, entry.FirstTime),
            LastUnixNano = Math.Max(sum.Use.LastUnixNano, entry.LastTime),
            HasTooManyValues = sum.Use.HasTooManyValues || entry.HasTooManyValues,
            OtherCount = sum.Use.OtherCount + entry.OtherCount,
        };
        foreach (ref readonly var value in entry.Values)
        {
            var text = Text(entry.Key.Type, value.Value);
            CollectionsMarshal.GetValueRefOrAddDefault(sum.Values, text, out _) += value.Count;
        }
    }

    /// <summary>Adds what one day did not count apart.</summary>
    public void AddUncounted(long count) => _uncounted += count;

    /// <summary>The answer.</summary>
    public AttributeAnswer ToAnswer() => new(
        [.. _sums.Values.Select(sum => sum.ToUse()).OrderByDescending(use => use.Count).ThenBy(use => use.Key, StringComparer.Ordinal)
            .ThenBy(use => use.Service, StringComparer.Ordinal).ThenBy(use => use.Type).ThenBy(use => use.Source)],
        _uncounted);

    private static string Text(ValueType type, byte[] value)
    {
        var bits = type == ValueType.String ? 0 : MemoryMarshal.Read<long>(value);
        return type switch
        {
            ValueType.Boolean => bits != 0 ? "true" : "false",
            ValueType.Int => bits.ToString(CultureInfo.InvariantCulture),
            ValueType.Double => BitConverter.Int64BitsToDouble(bits).ToString("R", CultureInfo.InvariantCulture),
            _ => Encoding.UTF8.GetString(value),
        };
    }

    private sealed class Sum(AttributeUse use)
    {
        public AttributeUse Use { get; set; } = use;

        public Dictionary<string, long> Values { get; } = new(StringComparer.Ordinal);

        public AttributeUse ToUse() => Use with
        {
            Values = [.. Values.OrderByDescending(value => value.Value).ThenBy(value => value.Key, StringComparer.Ordinal).Take(CatalogueEntry.MaxValues)],
        };
    }
}
