using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Pricing;

/// <summary>Calls to price that are spans of a trace.</summary>
public static class StoredCalls
{
    extension(PricedCall)
    {
        /// <summary>A stored call.</summary>
        /// <param name="span">Its span.</param>
        public static PricedCall Of(SpanRecord span) => new(span.Provider, span.ResponseModel, span.RequestModel, span.Tokens, span.EndUnixNano)
        {
            ServiceTier = span.ServiceTier,
            ReportedUsd = span.ReportedCostUsd,
        };
    }
}
