using OtelGenAI.Pricing;

namespace OtelGenAI.Telemetry.Traces;

/// <summary>Finds calls that two instrumentations report side by side, because neither makes its span the parent of what runs in it.</summary>
/// <remarks>
/// Langfuse's wrapper of the OpenAI SDK around OpenInference's instrumentation of it is such a pair (NpmClientTests). They are one call
/// when they have the same parent, ask the same model under different names, share at least half of the time that the longer one took,
/// and count the same tokens, or one of them counts none and did not fail; with the same tokens it is enough that one lies inside the
/// other. Two calls that an application makes at once have the same name, or answers with ids that differ; the span of a stream often
/// ends when the next call has begun.
/// </remarks>
internal static class SiblingViews
{
    // Views of one call start together. The bound keeps a thousand calls at once from being compared each with each.
    private const int MaxNeighbours = 8;

    /// <summary>Adds to the covered calls, of each pair, the one that knows less.</summary>
    public static void Cover(ReadOnlySpan<TraceAccumulator.Entry> all, HashSet<int> covered)
    {
        var calls = Candidates(all, covered);
        for (var i = 0; i + 1 < calls.Length; i++)
        {
            ref readonly var call = ref all[calls[i]];
            for (var j = i + 1; j < calls.Length && j - i <= MaxNeighbours && !covered.Contains(calls[i]); j++)
            {
                ref readonly var other = ref all[calls[j]];
                if (other.Parent != call.Parent || other.Start >= call.End)
                {
                    break;
                }

                if (!covered.Contains(calls[j]) && AreViewsOfOne(in call, in other))
                {
                    covered.Add(KnowsMore(in call, in other) ? calls[j] : calls[i]);
                    break;
                }
            }
        }
    }

    // Sums are worked out with every commit, and nearly always there is nothing to find: all calls have ids, or one name.
    private static int[] Candidates(ReadOnlySpan<TraceAccumulator.Entry> all, HashSet<int> covered)
    {
        if (!MayHaveViews(all))
        {
            return [];
        }

        List<int> calls = [];
        for (var index = 0; index < all.Length; index++)
        {
            if (IsCall(in all[index]) && !covered.Contains(index))
            {
                calls.Add(index);
            }
        }

        // By parent, start and id, so that the order of arrival does not matter.
        var keys = new (ulong Parent, long Start, ulong Id)[calls.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            ref readonly var call = ref all[calls[i]];
            keys[i] = (call.Parent.Value, call.Start, call.SpanId.Value);
        }

        var sorted = calls.ToArray();
        Array.Sort(keys, sorted);
        return sorted;
    }

    private static bool MayHaveViews(ReadOnlySpan<TraceAccumulator.Entry> all)
    {
        string? name = null;
        var (isAnyWithoutId, isAnyOtherName) = (false, false);
        foreach (ref readonly var entry in all)
        {
            if (IsCall(in entry))
            {
                isAnyWithoutId |= entry.ResponseHash == 0;
                isAnyOtherName |= name is not null && name != entry.Name;
                name ??= entry.Name;
            }
        }

        return isAnyWithoutId && isAnyOtherName;
    }

    private static bool IsCall(in TraceAccumulator.Entry entry) => entry.Kind.IsInference && entry.Model is not null;

    private static bool AreViewsOfOne(in TraceAccumulator.Entry one, in TraceAccumulator.Entry other) =>
        one.Name != other.Name &&
        AreAtOnce(in one, in other) &&
        (one.ResponseHash == 0 || other.ResponseHash == 0) &&
        HaveSameTokens(in one, in other) &&
        ModelName.Bare(one.Model!) == ModelName.Bare(other.Model!);

    private static bool AreAtOnce(in TraceAccumulator.Entry one, in TraceAccumulator.Entry other)
    {
        var shared = Math.Min(one.End, other.End) - Math.Max(one.Start, other.Start);
        var (shorter, longer) = (Math.Min(one.End - one.Start, other.End - other.Start), Math.Max(one.End - one.Start, other.End - other.Start));
        return shared >= longer / 2 || (shared == shorter && !one.Tokens.IsEmpty && !other.Tokens.IsEmpty);
    }

    private static bool HaveSameTokens(in TraceAccumulator.Entry one, in TraceAccumulator.Entry other) =>
        one.Tokens.IsEmpty ? !other.Tokens.IsEmpty && one.StatusCode != 2
        : other.Tokens.IsEmpty ? other.StatusCode != 2
        : (one.Tokens.Input, one.Tokens.Output) == (other.Tokens.Input, other.Tokens.Output);

    private static bool KnowsMore(in TraceAccumulator.Entry one, in TraceAccumulator.Entry other) =>
        one.Tokens.IsEmpty != other.Tokens.IsEmpty ? other.Tokens.IsEmpty : CoveredCalls.KnownParts(one.Tokens) >= CoveredCalls.KnownParts(other.Tokens);
}
