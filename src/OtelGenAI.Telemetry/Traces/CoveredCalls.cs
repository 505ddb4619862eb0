using System.Runtime.InteropServices;

namespace OtelGenAI.Telemetry.Traces;

/// <summary>Finds the inference spans that are another instrumentation's view of a call that a span inside them reports too.</summary>
/// <remarks>
/// Two libraries that instrument one call nest their spans: a framework's <c>chat</c> around the SDK's <c>chat</c>, perhaps with an
/// HTTP span between them. The leaf counts and the spans around it are covered. A tool or agent between them makes it another call,
/// unless the provider's id of the answer says that it is the same: of such calls, wherever they stand, the earliest counts.
/// </remarks>
internal static class CoveredCalls
{
    // An instrumentation nests two or three deep. The bound keeps a chain of 100,000 inference spans linear.
    private const int MaxSteps = 64;

    /// <summary>Indexes of the covered inference spans.</summary>
    public static HashSet<int> Find(List<TraceAccumulator.Entry> entries, Dictionary<ulong, int> indexOfSpan)
    {
        HashSet<int> covered = [];
        var all = CollectionsMarshal.AsSpan(entries);
        for (var index = 0; index < all.Length; index++)
        {
            // A leaf without usage (a failed attempt) must not take the count from the span that has it.
            if (!all[index].Kind.IsInference || all[index].Tokens.IsEmpty)
            {
                continue;
            }

            var at = index;
            for (var step = 0; step < MaxSteps && indexOfSpan.TryGetValue(all[at].Parent.Value, out var parent) && parent != index; step++)
            {
                at = parent;
                if (all[at].Kind.IsInference)
                {
                    covered.Add(at);
                }
                else if (all[at].Kind != ObservationKind.Span)
                {
                    break;
                }
            }
        }

        CoverRepeatedAnswers(all, covered);
        return covered;
    }

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
}
