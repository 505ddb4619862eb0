using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Days;

/// <summary>A Bloom filter over trace ids: "certainly not in this file" without opening the file.</summary>
/// <remarks>
/// 10 bits an id and 4 probes: about 1 in 80 answers is a needless look into the file. 250,000 traces of a day take 310 KB. Ids are
/// mixed, because some clients make them of times and counters.
/// </remarks>
internal sealed class TraceIdFilter
{
    private const int BitsPerId = 10;
    private const int Probes = 4;

    private readonly ulong[] _words;

    /// <summary>Makes an empty filter.</summary>
    /// <param name="expectedIds">How many ids will be added.</param>
    public TraceIdFilter(long expectedIds) => _words = new ulong[Math.Max(1, expectedIds * BitsPerId / 64)];

    public void Add(TraceId id)
    {
        var (hash, step) = Hash(id);
        for (var probe = 0; probe < Probes; probe++, hash += step)
        {
            _words[Word(hash)] |= 1UL << (int)(hash & 63);
        }
    }

    public bool MayContain(TraceId id)
    {
        var (hash, step) = Hash(id);
        for (var probe = 0; probe < Probes; probe++, hash += step)
        {
            if ((_words[Word(hash)] & (1UL << (int)(hash & 63))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private long Word(ulong hash) => (long)Math.BigMul(hash, (ulong)_words.Length, out _);

    private static (ulong Hash, ulong Step) Hash(TraceId id)
    {
        var hash = ContentHash.Combine((ulong)(id.Value >> 64), (ulong)id.Value);
        return (hash, ContentHash.Combine(hash, (ulong)id.Value) | 1);
    }
}
