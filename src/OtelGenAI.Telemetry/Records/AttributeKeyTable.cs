using System.Collections.Concurrent;
using System.Text;

namespace OtelGenAI.Telemetry.Records;

/// <summary>Gives each attribute key a small number, so that readers compare numbers instead of texts.</summary>
/// <remarks>
/// Thread-safe; looking up a known key takes no lock and allocates nothing. It stops growing at its limit: keys that come later,
/// and keys too long to be names, keep <see cref="NotInterned"/> and are compared by their bytes.
/// </remarks>
public sealed class AttributeKeyTable
{
    /// <summary>The id of a key that has none.</summary>
    public const int NotInterned = -1;

    /// <summary>Longest key that gets an id when nobody says otherwise, in bytes.</summary>
    public const int MaxKeyBytes = 256;

    private readonly int _maxKeys;
    private readonly int _maxKeyBytes;
    private readonly Lock _adding = new();
    private readonly ConcurrentDictionary<byte[], int> _ids = new(Utf8Comparer.Instance);
    private byte[][] _keys = new byte[256][];
    private int _count;

    /// <summary>Makes a table.</summary>
    /// <param name="maxKeys">How many keys get an id. Default 65,536: a client that makes up keys must not grow the process.</param>
    /// <param name="maxKeyBytes">Longest key that gets one, in bytes. Default <see cref="MaxKeyBytes"/>: names are short, and what is longer is content.</param>
    public AttributeKeyTable(int maxKeys = 65_536, int maxKeyBytes = MaxKeyBytes)
    {
        _maxKeys = maxKeys;
        _maxKeyBytes = maxKeyBytes;
    }

    /// <summary>Longest key that gets an id, in bytes.</summary>
    public int LongestKeyBytes => _maxKeyBytes;

    /// <summary>How many keys have an id.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The id of a key, given now if it has none yet.</summary>
    /// <param name="key">The key, UTF-8.</param>
    /// <returns>A number from 0 up, or <see cref="NotInterned"/>.</returns>
    public int Intern(ReadOnlySpan<byte> key) =>
        _ids.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out var id) ? id : Add(key);

    /// <summary>The id of a key, given now if it has none yet.</summary>
    /// <param name="key">The key.</param>
    /// <returns>A number from 0 up, or <see cref="NotInterned"/>.</returns>
    public int Intern(string key) => Intern(Encoding.UTF8.GetBytes(key));

    /// <summary>Whether an id stands for a key: cheaper than <see cref="Intern(ReadOnlySpan{byte})"/> when the id is a good guess.</summary>
    /// <param name="id">The guess; may be out of range.</param>
    /// <param name="key">The key, UTF-8.</param>
    public bool Matches(int id, ReadOnlySpan<byte> key) =>
        (uint)id < (uint)Volatile.Read(ref _count) && key.SequenceEqual(Volatile.Read(ref _keys)[id]);

    private int Add(ReadOnlySpan<byte> key)
    {
        if (key.Length is 0 || key.Length > _maxKeyBytes || Count >= _maxKeys)
        {
            return NotInterned;
        }

        lock (_adding)
        {
            if (_ids.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out var known))
            {
                return known;
            }

            if (_count >= _maxKeys)
            {
                return NotInterned;
            }

            if (_count == _keys.Length)
            {
                var larger = new byte[_keys.Length * 2][];
                _keys.CopyTo(larger, 0);
                Volatile.Write(ref _keys, larger);
            }

            // The key is in its place before the count says so, and the count before the id can be found: a reader that has an id
            // can always compare it.
            var bytes = key.ToArray();
            var id = _count;
            _keys[id] = bytes;
            Volatile.Write(ref _count, id + 1);
            _ids[bytes] = id;
            return id;
        }
    }
}
