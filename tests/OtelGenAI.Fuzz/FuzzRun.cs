using System.Diagnostics;
using OtelGenAI.Otlp;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Fuzz;

/// <summary>Decodes mutated requests and looks for what must never happen: an exception, a slow answer, an answer that depends on what came before.</summary>
/// <param name="target">The codec.</param>
/// <param name="seed">Seed of the mutations.</param>
public sealed class FuzzRun(FuzzTarget target, int seed)
{
    // Bodies here have a few kilobytes; the slowest sane one takes a hundredth of this, also on a busy machine. Once, it may be the machine that stood still.
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);
    internal const int SlowTimes = 3;

    // Repeated insertion makes bodies grow; above this only time is spent.
    private const int MaxBodyBytes = 64 * 1024;
    private const int MaxBodies = 1_000;

    // What is refused as a whole is mostly one change away from what is taken, so it is changed further less often.
    private const double RefusedShare = 0.2;

    private readonly AttributeKeyTable _keys = new();
    private readonly Random _random = new(seed);
    private readonly TelemetryBatch _reused = new(new AttributeKeyTable());
    private readonly Dictionary<int, byte[]> _found = [];
    private readonly HashSet<int> _known = [];
    private readonly List<byte[]> _taken = [];
    private readonly List<byte[]> _refused = [];

    /// <summary>How many bodies were decoded.</summary>
    public long Bodies { get; private set; }

    /// <summary>How many of them were accepted, at least in part.</summary>
    public long Accepted { get; private set; }

    /// <summary>How many behaviours the committed corpus has.</summary>
    public int KnownBehaviours => _known.Count;

    /// <summary>The smallest body of each behaviour that the committed corpus has not, in the order in which the behaviours were found.</summary>
    public IReadOnlyCollection<byte[]> Found => _found.Values;

    /// <summary>Runs for a time, first over the corpus as it is.</summary>
    /// <returns>The first body that does harm, and how; <see langword="null"/> if none was found.</returns>
    public (byte[] Body, string Harm)? Run(TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var body in target.Corpus())
        {
            if (HarmOf(body, (behaviour, isRefused) => Know(behaviour, isRefused, body)) is { } harm)
            {
                return (body, harm);
            }
        }

        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            var body = target.Mutate(Any(), Any(), _random);
            if (HarmOf(body, (behaviour, isRefused) => Learn(behaviour, isRefused, body)) is { } harm)
            {
                return (body, harm);
            }
        }

        return null;
    }

    private byte[] Any()
    {
        var bodies = _taken.Count == 0 || (_refused.Count > 0 && _random.NextDouble() < RefusedShare) ? _refused : _taken;
        return bodies[_random.Next(bodies.Count)];
    }

    private void Know(int behaviour, bool isRefused, byte[] body)
    {
        _known.Add(behaviour);
        (isRefused ? _refused : _taken).Add(body);
    }

    private void Learn(int behaviour, bool isRefused, byte[] body)
    {
        if (body.Length > MaxBodyBytes || _known.Contains(behaviour))
        {
            return;
        }

        if (!_found.TryGetValue(behaviour, out var shortest))
        {
            _found[behaviour] = body;
            var bodies = isRefused ? _refused : _taken;
            if (bodies.Count < MaxBodies)
            {
                bodies.Add(body);
            }
        }
        else if (body.Length < shortest.Length)
        {
            _found[behaviour] = body;
        }
    }

    private string? HarmOf(byte[] body, Action<int, bool> learn)
    {
        Bodies++;
        try
        {
            var (result, elapsed) = Decode(body);
            for (var times = 1; elapsed > Slow; times++)
            {
                if (times == SlowTimes)
                {
                    return $"It took {elapsed}.";
                }

                (result, elapsed) = Decode(body);
            }

            var again = new TelemetryBatch(_keys);
            var fresh = target.Decode(again, body);
            Accepted += result is OtlpDecodeResult.Malformed ? 0 : 1;
            learn(Behaviour.Of(result, _reused), result is OtlpDecodeResult.Malformed);
            return (result.GetType(), Rows(_reused)) == (fresh.GetType(), Rows(again))
                ? null
                : $"A decoder that was used before says {result} with {Rows(_reused)} records, a new one {fresh} with {Rows(again)}.";
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    private (OtlpDecodeResult Result, TimeSpan Elapsed) Decode(byte[] body)
    {
        var start = Stopwatch.GetTimestamp();
        var result = target.Decode(_reused, body);
        return (result, Stopwatch.GetElapsedTime(start));
    }

    private static int Rows(TelemetryBatch batch) => batch.Spans.Length + batch.Logs.Length + batch.Metrics.Points.Length + batch.Rejections.Count;
}
