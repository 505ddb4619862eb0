using System.Collections.Frozen;
using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Pricing;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Brings values that clients spell in their own way to the conventions' spelling.</summary>
internal sealed class Spellings
{
    // Longer values are nobody's spelling of anything.
    private const int MaxBytes = 64;

    private const string NotAValue = "none";

    private readonly FrozenDictionary<string, byte[]> _values;

    private Spellings(IEnumerable<KeyValuePair<string, string>> values) => _values = values.ToFrozenDictionary(
        pair => pair.Key, pair => pair.Value == NotAValue ? [] : Encoding.UTF8.GetBytes(pair.Value), StringComparer.OrdinalIgnoreCase);

    /// <summary>Providers, earlier names of the conventions included.</summary>
    public static Spellings Providers { get; } = new(ProviderNames.Spellings);

    /// <summary>Finish reasons.</summary>
    public static Spellings FinishReasons { get; } = new(OfField("finish_reasons"));

    /// <summary>The conventions' spelling of a value; the value itself if it has no other.</summary>
    public ReadOnlyMemory<byte> Normalize(ReadOnlyMemory<byte> value)
    {
        if (value.Length is 0 or > MaxBytes)
        {
            return value;
        }

        Span<char> text = stackalloc char[MaxBytes];
        var length = Encoding.UTF8.GetChars(value.Span, text);
        return _values.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var spelling) ? spelling : value;
    }

    private static IEnumerable<KeyValuePair<string, string>> OfField(string field) =>
        DialectRegistry.Spellings.Where(spelling => spelling.Field == field).SelectMany(spelling => spelling.Values);
}
