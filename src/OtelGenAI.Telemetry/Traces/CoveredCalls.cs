using System.Runtime.InteropServices;

namespace OtelGenAI.Telemetry.Traces;

/// <summary>Finds the inference spans that are another instrumentation's view of a call that a span inside them reports too.</summary>
/// <remarks>
/// Two libraries that instrument one call nest their spans: a framework's <c>chat</c> around the SDK's <c>chat</c>, perhaps with an
/// HTTP span between them. The leaf counts and the spans around it are covered. A tool or agent between them makes it another call.
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

        return covered;
    }
}
