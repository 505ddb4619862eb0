using System.Text;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Gives a kind by the value of an attribute, compared without case and without the quotes of a JSON text.</summary>
/// <param name="rank">The rule with the highest rank decides.</param>
/// <param name="values">Values and kinds.</param>
internal sealed class KindByValue(int rank, IReadOnlyDictionary<string, string> values)
{
    private readonly (byte[] Value, ObservationKind Kind)[] _values =
        [.. values.Select(pair => (Encoding.UTF8.GetBytes(pair.Key), ObservationKindNames.Parse(pair.Value)))];

    public int Rank => rank;

    public bool TryMatch(ReadOnlySpan<byte> value, out ObservationKind kind)
    {
        if (value.Length >= 2 && value[0] == '"' && value[^1] == '"')
        {
            value = value[1..^1];
        }

        foreach (var (known, knownKind) in _values)
        {
            if (Ascii.EqualsIgnoreCase(value, known))
            {
                kind = knownKind;
                return true;
            }
        }

        kind = ObservationKind.Span;
        return false;
    }

    /// <summary>Matches the beginning of a span's name; the longest beginning wins.</summary>
    public bool TryMatchBeginning(ReadOnlySpan<byte> name, out ObservationKind kind)
    {
        var best = 0;
        kind = ObservationKind.Span;
        foreach (var (known, knownKind) in _values)
        {
            if (known.Length > best && name.StartsWith(known))
            {
                best = known.Length;
                kind = knownKind;
            }
        }

        return best > 0;
    }
}
