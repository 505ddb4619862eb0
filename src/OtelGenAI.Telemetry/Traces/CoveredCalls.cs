using System.Runtime.InteropServices;
using OtelGenAI.Pricing;

namespace OtelGenAI.Telemetry.Traces;

/// <summary>Finds the inference spans that are another instrumentation's view of a call that a span beside or inside them reports too.</summary>
/// <remarks>
/// Two libraries that instrument one call nest their spans: a framework's <c>chat</c> around the SDK's <c>chat</c>, perhaps with an
/// HTTP span or the step of a workflow between them. The leaf counts and the spans around it are covered, unless one around it has the
/// same totals and knows more of what they are made of. A tool or agent between them makes it another call, unless the provider's id of the answer says that it is
/// the same: of such calls, wherever they stand, the earliest counts. Views that do not nest: <see cref="SiblingViews"/>.
/// </remarks>
internal static class CoveredCalls
{
    // An instrumentation nests two or three deep. The bound keeps a chain of 100,000 inference spans linear.
    private const int MaxSteps = 64;
    private const int Several = -1;

    /// <summary>Indexes of the covered inference spans.</summary>
    public static HashSet<int> Find(List<TraceAccumulator.Entry> entries, SpanIndex indexOfSpan)
    {
        HashSet<int> covered = [];
        var all = CollectionsMarshal.AsSpan(entries);
        for (var index = 0; index < all.Length; index++)
        {
            if (!all[index].Kind.IsInference)
            {
                continue;
            }

            foreach (var around in new ViewsAround(all, indexOfSpan, index))
            {
                if (!all[index].Tokens.IsEmpty)
                {
                    covered.Add(around);
                }
                else if (!all[around].Tokens.IsEmpty && all[index].StatusCode != 2)
                {
                    // A leaf without usage must not take the count from the span that has it. If it failed, it was an attempt of its own.
                    covered.Add(index);
                }
            }
        }

        if (covered.Count > 0)
        {
            PreferWhoKnowsMore(all, indexOfSpan, covered);
        }

        CoverRepeatedAnswers(all, covered);
        SiblingViews.Cover(all, covered);
        return covered;
    }

    /// <summary>How many of the parts that make up its totals a span knows.</summary>
    internal static int KnownParts(in TokenUsage tokens) =>
        (tokens.CacheRead is null ? 0 : 1) + (tokens.CacheWrite is null ? 0 : 1) + (tokens.Reasoning is null ? 0 : 1);

    // A span around several calls may repeat the figures of one of them, so it can stand only for a call that is alone in it.
    private static void PreferWhoKnowsMore(ReadOnlySpan<TraceAccumulator.Entry> all, SpanIndex indexOfSpan, HashSet<int> covered)
    {
        var callIn = new Dictionary<int, int>();
        for (var index = 0; index < all.Length; index++)
        {
            if (all[index].Kind.IsInference && !all[index].Tokens.IsEmpty && !covered.Contains(index))
            {
                foreach (var around in new ViewsAround(all, indexOfSpan, index))
                {
                    callIn[around] = callIn.ContainsKey(around) ? Several : index;
                }
            }
        }

        var best = new Dictionary<int, int>();
        foreach (var (around, call) in callIn)
        {
            if (call != Several && (all[around].Tokens.Input, all[around].Tokens.Output) == (all[call].Tokens.Input, all[call].Tokens.Output))
            {
                var known = best.GetValueOrDefault(call, call);
                best[call] = IsBetter(all[around], all[known], isOwn: known == call) ? around : known;
            }
        }

        foreach (var (call, counts) in best)
        {
            covered.Add(call);
            covered.Remove(counts);
        }
    }

    // Of equals the call itself, and then the one with the lower id: the order of arrival must not matter.
    private static bool IsBetter(in TraceAccumulator.Entry one, in TraceAccumulator.Entry other, bool isOwn) =>
        KnownParts(one.Tokens).CompareTo(KnownParts(other.Tokens)) is var more &&
        (more > 0 || (more == 0 && !isOwn && one.SpanId.Value < other.SpanId.Value));

    private static void CoverRepeatedAnswers(ReadOnlySpan<TraceAccumulator.Entry> all, HashSet<int> covered)
    {
        var counted = new Dictionary<ulong, int>();
        for (var index = 0; index < all.Length; index++)
        {
            ref readonly var entry = ref all[index];
            if (entry.ResponseHash == 0 || !entry.Kind.IsInference || entry.Tokens.IsEmpty || covered.Contains(index))
            {
                continue;
            }

            if (!counted.TryGetValue(entry.ResponseHash, out var other))
            {
                counted[entry.ResponseHash] = index;
                continue;
            }

            // By start and id, so that the order of arrival does not matter.
            var isEarlier = (entry.Start, entry.SpanId.Value).CompareTo((all[other].Start, all[other].SpanId.Value)) < 0;
            covered.Add(isEarlier ? other : index);
            counted[entry.ResponseHash] = isEarlier ? index : other;
        }
    }

    /// <summary>The inference spans around one, the nearest first, up to a tool, an agent, or anything else whose calls are its own.</summary>
    private ref struct ViewsAround(ReadOnlySpan<TraceAccumulator.Entry> all, SpanIndex indexOfSpan, int index)
    {
        private readonly ReadOnlySpan<TraceAccumulator.Entry> _all = all;
        private readonly SpanIndex _indexOfSpan = indexOfSpan;
        private readonly int _own = index;
        private int _step;

        public int Current { get; private set; } = index;

        public readonly ViewsAround GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_step++ < MaxSteps && _indexOfSpan.TryGetValue(_all, _all[Current].Parent.Value, out var parent) && parent != _own)
            {
                Current = parent;
                if (_all[parent].Kind.IsInference)
                {
                    return true;
                }

                if (_all[parent].Kind is not (ObservationKind.Span or ObservationKind.Workflow))
                {
                    return false;
                }
            }

            return false;
        }
    }
}
