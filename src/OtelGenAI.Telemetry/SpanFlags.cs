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

    /// <summary>It stands for a parent that children name and that never arrived: made by the reader of the trace, not stored.</summary>
    Placeholder = 1024,

    /// <summary>It lies so far from the rest that its trace id was probably used again by an unrelated run.</summary>
    ReusedTraceId = 2048,

    /// <summary>It is an HTTP request. This and the next three are set on spans that are not GenAI.</summary>
    Http = 4096,

    /// <summary>It is a database query.</summary>
    Database = 8192,

    /// <summary>It sends, receives or settles messages of a queue.</summary>
    Messaging = 16384,

    /// <summary>It is a remote procedure call.</summary>
    Rpc = 32768,
}

/// <summary>Names of span flags.</summary>
public static class SpanFlagNames
{
    private static readonly (SpanFlags Flag, string Name)[] Names =
    [
        (SpanFlags.BadTimes, "bad_times"), (SpanFlags.Resent, "resent"), (SpanFlags.ReportedTokens, "reported_tokens"),
        (SpanFlags.CoveredCall, "covered_call"), (SpanFlags.Orphan, "orphan"), (SpanFlags.Cycle, "cycle"),
        (SpanFlags.ClockSkew, "clock_skew"), (SpanFlags.RenamedAttributes, "renamed_attributes"),
        (SpanFlags.CacheAdded, "cache_added"), (SpanFlags.ReasoningAdded, "reasoning_added"), (SpanFlags.Placeholder, "placeholder"),
        (SpanFlags.ReusedTraceId, "reused_trace_id"),
    ];

    extension(SpanFlags flags)
    {
        /// <summary>Which infrastructure the span is: <c>http</c>, <c>db</c>, <c>messaging</c>, <c>rpc</c>, or <see langword="null"/>.</summary>
        /// <remarks>Nothing odd, so not among <see cref="ToNames"/>.</remarks>
        public string? Infrastructure => (flags & (SpanFlags.Http | SpanFlags.Database | SpanFlags.Messaging | SpanFlags.Rpc)) switch
        {
            SpanFlags.None => null,
            SpanFlags.Http => "http",
            SpanFlags.Database => "db",
            SpanFlags.Messaging => "messaging",
            _ => "rpc",
        };

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
