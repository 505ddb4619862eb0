using System.Text;

namespace OtelGenAI.Telemetry.Records;

/// <summary>Turns the same few texts (models, services, tools) into the same few strings, without an allocation each time.</summary>
/// <remarks>Not thread-safe: one pool per writer. Emptied when it reaches its limit, so that ids used as names cannot grow it.</remarks>
/// <param name="maxStrings">How many strings are remembered. Default 16,384.</param>
public sealed class Utf8StringPool(int maxStrings = 16_384)
{
    private const int MaxTextBytes = 256;

    private readonly Dictionary<byte[], string> _strings = new(Utf8Comparer.Instance);

    /// <summary>The string of a text; invalid UTF-8 becomes U+FFFD.</summary>
    /// <param name="text">UTF-8.</param>
    /// <returns>The string, or <see langword="null"/> for an empty text.</returns>
    public string? Get(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return null;
        }

        if (text.Length > MaxTextBytes)
        {
            return Encoding.UTF8.GetString(text);
        }

        if (_strings.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out var known))
        {
            return known;
        }

        if (_strings.Count >= maxStrings)
        {
            _strings.Clear();
        }

        var made = Encoding.UTF8.GetString(text);
        _strings[text.ToArray()] = made;
        return made;
    }
}
