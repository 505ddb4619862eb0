namespace OtelGenAI.Telemetry;

/// <summary>What is odd about a span. Stored; bits never change their meaning.</summary>
[Flags]
public enum SpanFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It ended before it started, or one of its times is missing.</summary>
    BadTimes = 1,

    /// <summary>It was sent again with different content; the last one is kept.</summary>
    Resent = 2,

    /// <summary>Its tokens are a sum it reports over other calls, and are not added up.</summary>
    ReportedTokens = 4,

    /// <summary>Another span is the same model call and counts; its tokens are not added up.</summary>
    CoveredCall = 8,

    /// <summary>Its parent has not arrived.</summary>
    Orphan = 16,

    /// <summary>Its ancestors led back to itself; the circle was cut here.</summary>
    Cycle = 32,

    /// <summary>It starts before its parent, by another machine's clock.</summary>
    ClockSkew = 64,

    /// <summary>Earlier attribute names were read as their current ones.</summary>
    RenamedAttributes = 128,

    /// <summary>Its producer leaves the cache out of input tokens; it was added.</summary>
    CacheAdded = 256,

    /// <summary>Its producer leaves reasoning out of output tokens; it was added.</summary>
    ReasoningAdded = 512,
}

/// <summary>Names of span flags.</summary>
public static class SpanFlagNames
{
    private static readonly (SpanFlags Flag, string Name)[] Names =
    [
        (SpanFlags.BadTimes, "bad_times"), (SpanFlags.Resent, "resent"), (SpanFlags.ReportedTokens, "reported_tokens"),
        (SpanFlags.CoveredCall, "covered_call"), (SpanFlags.Orphan, "orphan"), (SpanFlags.Cycle, "cycle"),
        (SpanFlags.ClockSkew, "clock_skew"), (SpanFlags.RenamedAttributes, "renamed_attributes"),
        (SpanFlags.CacheAdded, "cache_added"), (SpanFlags.ReasoningAdded, "reasoning_added"),
    ];

    extension(SpanFlags flags)
    {
        /// <summary>The names that the API shows, in a fixed order.</summary>
        public IEnumerable<string> ToNames()
        {
            foreach (var (flag, name) in Names)
            {
                if ((flags & flag) != 0)
                {
                    yield return name;
                }
            }
        }
    }
}
