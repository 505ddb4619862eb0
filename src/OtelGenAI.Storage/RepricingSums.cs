using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage;

/// <summary>What a repricing asks of a trace, and adds up.</summary>
internal static class RepricingSums
{
    extension(RepricingRange range)
    {
        /// <summary>Whether a trace has calls and is in the range.</summary>
        public bool Has(TraceSummary trace) => trace.InferenceCalls > 0 &&
            (range.FromUnixNano is not { } from || trace.StartUnixNano >= from) && (range.BeforeUnixNano is not { } before || trace.StartUnixNano < before);
    }

    extension(RepricingResult result)
    {
        /// <summary>The result with one trace more.</summary>
        public RepricingResult With(TraceSummary before, TraceSummary after) => new(
            result.Traces + 1,
            result.Changed + (before.Cost != after.Cost || before.UnpricedCalls != after.UnpricedCalls ? 1 : 0),
            result.CostBefore + (before.Cost ?? default),
            result.CostAfter + (after.Cost ?? default),
            result.UnpricedBefore + before.UnpricedCalls,
            result.UnpricedAfter + after.UnpricedCalls);
    }
}
