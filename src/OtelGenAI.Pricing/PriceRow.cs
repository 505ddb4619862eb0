namespace OtelGenAI.Pricing;

/// <summary>What a model's tokens cost, in USD per million.</summary>
/// <remarks>A part without a price of its own costs what the whole it belongs to costs: cached and spoken input the input price, spoken output the output price.</remarks>
public sealed record PriceRow
{
    /// <summary>Provider, as <c>gen_ai.provider.name</c> has it.</summary>
    public required string Provider { get; init; }

    /// <summary>Model names in lower case, with or without what <see cref="ModelName"/> takes off; one that ends in <c>*</c> is the beginning of names.</summary>
    public required IReadOnlyList<string> Match { get; init; }

    /// <summary>First day it applies; <see langword="null"/> for always before.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>First day it no longer applies; <see langword="null"/> while it does.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>The only service tier it is for; <see langword="null"/> for the standard one and those of <see cref="Tiers"/>.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>What other service tiers cost, as a multiple of this row.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyDictionary<string, decimal> Tiers { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Applies to calls with more input tokens than this, to all of their tokens: a cliff, not a slope.</summary>
    public long ContextOver { get; init; }

    /// <summary>Applies to calls with at most this many input tokens: what larger ones cost is not known. 0 for any size.</summary>
    public long ContextUpTo { get; init; }

    /// <summary>Input that no other price is for.</summary>
    public required decimal Input { get; init; }

    /// <summary>Output that no other price is for; 0 for embeddings.</summary>
    public decimal Output { get; init; }

    /// <summary>Input read from the cache.</summary>
    public decimal? CacheRead { get; init; }

    /// <summary>Input written to the cache.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Input written to the cache for an hour; the price of other writes when not given.</summary>
    public decimal? CacheWrite1h { get; init; }

    /// <summary>Audio input.</summary>
    public decimal? AudioInput { get; init; }

    /// <summary>Audio input read from the cache; the price of other reads when not given.</summary>
    public decimal? AudioCacheRead { get; init; }

    /// <summary>Audio output.</summary>
    public decimal? AudioOutput { get; init; }

    /// <summary>Image input.</summary>
    public decimal? ImageInput { get; init; }

    /// <summary>Image output.</summary>
    public decimal? ImageOutput { get; init; }

    /// <summary>Reasoning; the output price when not given, as nearly everywhere.</summary>
    public decimal? Reasoning { get; init; }

    /// <summary>USD for each call beside its tokens, as rerankers bill them; one with this price needs no tokens.</summary>
    public decimal PerCall { get; init; }

    /// <summary>Where it was read.</summary>
    public required string Source { get; init; }

    /// <summary>When it was read, and how far that can be trusted; empty for a row of the user's own file.</summary>
    public string CheckedOn { get; init; } = "";

    /// <summary>File and line of a row of the user's own; <see langword="null"/> for the built-in table.</summary>
    public string? Place { get; init; }

    /// <summary>Which row it is, for the explanation of a cost.</summary>
    public string Title => Place is { } place
        ? $"{Provider} {string.Join(", ", Match)} in {place}"
        : $"{Provider} {string.Join(", ", Match)}, {Source}, checked {CheckedOn}";
}
