namespace OtelGenAI.Telemetry.Pricing;

/// <summary>An amount of money in billionths of a thousandth of a US dollar (10^-12), as sums are stored: whole numbers add up the same in any order.</summary>
/// <remarks>The smallest price per token, one ten-thousandth of a cent per million, is whole; the largest amount is 9.2 million USD, where it stays.</remarks>
/// <param name="Value">How many.</param>
public readonly record struct PicoUsd(long Value)
{
    private const decimal PerUsd = 1_000_000_000_000;

    /// <summary>The amount in USD.</summary>
    public decimal Usd => Value / PerUsd;

    /// <summary>The nearest amount to one in USD.</summary>
    /// <param name="usd">In USD; what is out of range becomes the largest or smallest amount.</param>
    public static PicoUsd Of(decimal usd) => new((long)Math.Clamp(decimal.Round(Math.Clamp(usd, -10_000_000, 10_000_000) * PerUsd), long.MinValue, long.MaxValue));

    /// <summary>The sum; where it would be out of range, the largest or smallest amount.</summary>
    /// <param name="other">What is added.</param>
    public PicoUsd Add(PicoUsd other) => Of((Int128)Value + other.Value);

    /// <summary>The difference; where it would be out of range, the largest or smallest amount.</summary>
    /// <param name="other">What is taken away.</param>
    public PicoUsd Subtract(PicoUsd other) => Of((Int128)Value - other.Value);

    /// <inheritdoc cref="Add"/>
    public static PicoUsd operator +(PicoUsd x, PicoUsd y) => x.Add(y);

    /// <inheritdoc cref="Subtract"/>
    public static PicoUsd operator -(PicoUsd x, PicoUsd y) => x.Subtract(y);

    private static PicoUsd Of(Int128 value) => new((long)Int128.Clamp(value, long.MinValue, long.MaxValue));
}
