using System.Globalization;

namespace OtelGenAI.Telemetry.Pricing;

/// <summary>What a call cost, and how that was worked out.</summary>
/// <param name="Usd">The sum, in USD.</param>
/// <param name="Row">The price it was worked out with.</param>
/// <param name="Arithmetic">Tokens times price, part by part.</param>
public sealed record CallCost(decimal Usd, PriceRow Row, string Arithmetic)
{
    private const decimal Million = 1_000_000;

    /// <summary>Works out the cost of a call.</summary>
    /// <param name="tokens">Its tokens: input includes the cache, output reasoning.</param>
    /// <param name="row">The price.</param>
    internal static CallCost Of(TokenUsage tokens, PriceRow row)
    {
        var read = tokens.CacheRead ?? 0;
        var write1h = tokens.CacheWrite1h ?? 0;
        var write = Math.Max(0, (tokens.CacheWrite ?? 0) - write1h);
        var plain = Math.Max(0, (tokens.Input ?? 0) - read - write - write1h);
        (string Name, long Count, decimal Price)[] parts =
        [
            ("input", plain, row.Input),
            ("cache read", read, row.CacheRead ?? row.Input),
            ("cache write", write, row.CacheWrite ?? row.Input),
            ("cache write for an hour", write1h, row.CacheWrite1h ?? row.CacheWrite ?? row.Input),
            ("output", tokens.Output ?? 0, row.Output),
        ];
        var arithmetic = string.Join(" + ", parts.Where(part => part.Count > 0).Select(
            part => string.Create(CultureInfo.InvariantCulture, $"{part.Count} {part.Name} × ${part.Price}")));
        return new CallCost(parts.Sum(part => part.Count * part.Price) / Million, row, $"({arithmetic}) per million");
    }
}
