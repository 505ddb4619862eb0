using System.Globalization;

namespace OtelGenAI.Pricing;

/// <summary>What a call cost, and how that was worked out.</summary>
/// <param name="Usd">The cost, in USD, by the rule of the price book.</param>
/// <param name="Row">The price that was found; <see langword="null"/> when there is none and the client's figure was taken.</param>
/// <param name="IsReported">Whether it is the client's figure.</param>
public sealed record CallCost(decimal Usd, PriceRow? Row, bool IsReported)
{
    private const decimal Million = 1_000_000;

    private readonly TokenUsage _tokens;

    private CallCost(in PricedCall call, PriceRow row, decimal factor, string? tierNote)
        : this(0, row, IsReported: false)
    {
        (_tokens, Factor, TierNote) = (call.Tokens, factor, tierNote);
        Usd = ((TokenSplit.Of(_tokens, row).Price(row) / Million) + row.PerCall) * factor;
        Computed = Usd;
    }

    /// <summary>What the price table gives; <see langword="null"/> when it has no price.</summary>
    public decimal? Computed { get; private init; }

    /// <summary>What the service tier multiplies the prices of <see cref="Row"/> with.</summary>
    public decimal Factor { get; private init; } = 1;

    /// <summary>What there is to say about the service tier; <see langword="null"/> for the standard one.</summary>
    public string? TierNote { get; private init; }

    /// <summary>Tokens times price, part by part; empty without a price.</summary>
    public string Arithmetic
    {
        get
        {
            if (Row is null)
            {
                return "";
            }

            var parts = string.Join(" + ", TokenSplit.Of(_tokens, Row).Parts(Row).Where(part => part.Count > 0).Select(
                part => string.Create(CultureInfo.InvariantCulture, $"{part.Count} {part.Name} × ${part.Price}")));
            var perToken = parts.Length > 0 ? $"({parts}) per million" : "";
            var perCall = Row.PerCall > 0 ? string.Create(CultureInfo.InvariantCulture, $"${Row.PerCall} for the call") : "";
            var sum = string.Join(" + ", ((string[])[perToken, perCall]).Where(text => text.Length > 0));
            return Factor == 1 ? sum : string.Create(CultureInfo.InvariantCulture, $"{Factor} × ({sum})");
        }
    }

    /// <summary>Works out the cost of a call.</summary>
    /// <param name="call">The call; input includes the cache, output reasoning.</param>
    /// <param name="row">The price.</param>
    /// <param name="factor">What its service tier multiplies it with.</param>
    /// <param name="tierNote">What there is to say about the tier.</param>
    internal static CallCost Of(in PricedCall call, PriceRow row, decimal factor, string? tierNote) => new(in call, row, factor, tierNote);

    /// <summary>The client's figure instead.</summary>
    /// <param name="computed">What the table gives, if anything.</param>
    /// <param name="usd">What the client reported.</param>
    internal static CallCost Reported(CallCost? computed, decimal usd) =>
        computed is null ? new CallCost(usd, Row: null, IsReported: true) : computed with { Usd = usd, IsReported = true };
}
