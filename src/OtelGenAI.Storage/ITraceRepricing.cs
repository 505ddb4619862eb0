using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Storage;

/// <summary>Prices calls anew that were priced when they arrived: for a price table that has become better since.</summary>
/// <remarks>Thread-safe. What arrives meanwhile is priced by the same table (src/decisions/0015).</remarks>
public interface ITraceRepricing
{
    /// <summary>Prices the calls of the traces that started in a range of time, and changes every sum that has their cost.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="range">Which traces, and whether anything is written.</param>
    /// <param name="progress">Told after every few thousand traces; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Stops between two steps; what was repriced stays so.</param>
    /// <returns>What became of them.</returns>
    /// <exception cref="StoreUnavailableException">A file cannot be read or written. What was repriced before stays so; ask again.</exception>
    Task<RepricingResult> RepriceAsync(
        TenantId tenant, RepricingRange range, IProgress<RepricingResult>? progress, CancellationToken cancellationToken);
}

/// <summary>Which traces are priced anew.</summary>
/// <param name="FromUnixNano">Start at or after this moment, in nanoseconds since 1970 UTC; <see langword="null"/> for the first.</param>
/// <param name="BeforeUnixNano">Start before this moment; <see langword="null"/> for the last.</param>
/// <param name="IsDryRun">Whether only to say what would change.</param>
public readonly record struct RepricingRange(long? FromUnixNano, long? BeforeUnixNano, bool IsDryRun);

/// <summary>What became of the traces that were priced anew, so far.</summary>
/// <param name="Traces">Traces with model calls that were looked at.</param>
/// <param name="Changed">Those whose cost or count of unpriced calls is another.</param>
/// <param name="CostBefore">Their cost, all together, before.</param>
/// <param name="CostAfter">Their cost after.</param>
/// <param name="UnpricedBefore">Calls without a price before.</param>
/// <param name="UnpricedAfter">Calls without a price after.</param>
public readonly record struct RepricingResult(
    long Traces, long Changed, PicoUsd CostBefore, PicoUsd CostAfter, long UnpricedBefore, long UnpricedAfter);
