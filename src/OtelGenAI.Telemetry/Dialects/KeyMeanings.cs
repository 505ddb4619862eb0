using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Finds what an attribute key says by the id of the key, in one array access.</summary>
/// <remarks>
/// Thread-safe, made once for a process. Known names are interned first, so that their ids are small; what a key's beginning tells is
/// worked out when the key is first seen, and remembered.
/// </remarks>
internal sealed class KeyMeanings
{
    /// <summary>Rank of the current name.</summary>
    public const int CurrentRank = 30_000;

    /// <summary>Rank of an earlier name.</summary>
    public const int RenamedRank = 20_000;

    /// <summary>Rank of the first name of the first dialect; later ones come below it.</summary>
    public const int DialectRank = 10_000;

    /// <summary>Rank of a substitute.</summary>
    public const int SubstituteRank = 100;

    private const int RanksPerDialect = 100;

    // A span of some clients has a hundred numbered keys; their ids run to the limit of the key table.
    private const int InitialSize = 4_096;

    private readonly AttributeKeyTable _keys;
    private readonly (byte[] Prefix, uint Dialect)[] _prefixes;
    private readonly byte[][] _understoodPrefixes;
    private readonly Lock _growing = new();
    private KeyMeaning?[] _byKeyId = new KeyMeaning?[InitialSize];

    public KeyMeanings(AttributeKeyTable keys)
    {
        _keys = keys;
        var dialects = DialectRegistry.Dialects;
        _prefixes = [.. dialects.SelectMany((dialect, index) => dialect.Prefixes.Select(prefix => (Encoding.UTF8.GetBytes(prefix), 1u << index)))];
        _understoodPrefixes = [.. dialects.SelectMany(UnderstoodPrefixes).Distinct().Select(Encoding.UTF8.GetBytes)];
        foreach (var (name, meaning) in KnownNames.Collect())
        {
            if (keys.Intern(name) is var id && id != AttributeKeyTable.NotInterned)
            {
                Remember(id, WithPrefixes(meaning, Encoding.UTF8.GetBytes(name)));
            }
        }
    }

    /// <summary>The rank of a name in a dialect's list.</summary>
    public static int RankIn(int dialect, int position) => DialectRank - (dialect * RanksPerDialect) - position;

    /// <summary>What a key says.</summary>
    /// <param name="keyId">Its id, or <see cref="AttributeKeyTable.NotInterned"/>.</param>
    /// <param name="key">The key itself.</param>
    public KeyMeaning Of(int keyId, ReadOnlySpan<byte> key)
    {
        var table = Volatile.Read(ref _byKeyId);
        return (uint)keyId < (uint)table.Length && Volatile.Read(ref table[keyId]) is { } known ? known : Learn(keyId, key);
    }

    /// <summary>What a key says, by its text.</summary>
    public KeyMeaning Of(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        return Of(_keys.Intern(bytes), bytes);
    }

    private KeyMeaning Learn(int keyId, ReadOnlySpan<byte> key)
    {
        var meaning = WithPrefixes(KeyMeaning.Nothing, key);
        if (keyId != AttributeKeyTable.NotInterned)
        {
            Remember(keyId, meaning);
        }

        return meaning;
    }

    private void Remember(int keyId, KeyMeaning meaning)
    {
        lock (_growing)
        {
            if (keyId >= _byKeyId.Length)
            {
                var larger = new KeyMeaning?[Math.Max(_byKeyId.Length * 2, Math.Max(keyId + 1, _keys.Count))];
                _byKeyId.CopyTo(larger, 0);
                Volatile.Write(ref _byKeyId, larger);
            }

            Volatile.Write(ref _byKeyId[keyId], meaning);
        }
    }

    private KeyMeaning WithPrefixes(KeyMeaning meaning, ReadOnlySpan<byte> key)
    {
        var dialects = meaning.Dialects;
        foreach (var (prefix, dialect) in _prefixes)
        {
            dialects |= key.StartsWith(prefix) ? dialect : 0;
        }

        var infrastructure = InfrastructureRule.Of(key);
        var label = LabelKeys.Of(Encoding.UTF8.GetString(key));
        var isUnderstood = meaning.IsUnderstood || label is not null || StartsWithAny(key, _understoodPrefixes);
        return dialects == meaning.Dialects && infrastructure == SpanFlags.None && label is null && isUnderstood == meaning.IsUnderstood
            ? meaning
            : meaning.With(dialects, infrastructure, label, isUnderstood);
    }

    private static bool StartsWithAny(ReadOnlySpan<byte> key, byte[][] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (key.StartsWith(prefix))
            {
                return true;
            }
        }

        return false;
    }

    // A numbered list is understood below its number.
    private static IEnumerable<string> UnderstoodPrefixes(DialectDefinition dialect) =>
    [
        .. dialect.Understood,
        .. dialect.Content.SelectMany(field => field.From).Where(name => name.EndsWith(".N", StringComparison.Ordinal)).Select(name => name[..^1]),
    ];
}
