using System.Text.Json;
using OtelGenAI.Storage;

namespace OtelGenAI.Dashboard.Api;

/// <summary>What a repricing did, or would do.</summary>
/// <param name="Traces">Traces with model calls that were looked at.</param>
/// <param name="Changed">Those whose cost or count of unpriced calls is another.</param>
/// <param name="CostUsdBefore">Their cost before.</param>
/// <param name="CostUsdAfter">Their cost after.</param>
/// <param name="UnpricedCallsBefore">Calls without a price before.</param>
/// <param name="UnpricedCallsAfter">Calls without a price after.</param>
/// <param name="PriceTable">Version of the prices.</param>
public sealed record RepricingView(
    long Traces, long Changed, decimal CostUsdBefore, decimal CostUsdAfter, long UnpricedCallsBefore, long UnpricedCallsAfter, string PriceTable)
{
    /// <summary>Makes one.</summary>
    /// <param name="result">What the store says.</param>
    /// <param name="priceTable">Version of the prices.</param>
    public static RepricingView Of(RepricingResult result, string priceTable) => new(
        result.Traces, result.Changed, result.CostBefore.Usd, result.CostAfter.Usd, result.UnpricedBefore, result.UnpricedAfter, priceTable);

    /// <summary>Reads what the API answered.</summary>
    /// <param name="stream">The answer.</param>
    /// <exception cref="JsonException">It is no such answer.</exception>
    public static RepricingView Read(Stream stream) =>
        JsonSerializer.Deserialize(stream, ApiJson.Readable.RepricingView) ?? throw new JsonException("The answer is empty.");
}
