namespace OtelGenAI.Telemetry.Pricing;

/// <summary>What a model's tokens cost, in USD per million.</summary>
public sealed record PriceRow
{
    /// <summary>Provider, as <c>gen_ai.provider.name</c> has it.</summary>
    public required string Provider { get; init; }

    /// <summary>Model names, as <see cref="ModelName"/> writes them.</summary>
    public required IReadOnlyList<string> Match { get; init; }

    /// <summary>First day it applies; <see langword="null"/> for always before.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>First day it no longer applies; <see langword="null"/> while it does.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Applies to calls with more input tokens than this, to all of their tokens: a cliff, not a slope.</summary>
    public long ContextOver { get; init; }

    /// <summary>Input that no other price is for.</summary>
    public required decimal Input { get; init; }

    /// <summary>Output, reasoning included; 0 for embeddings.</summary>
    public decimal Output { get; init; }

    /// <summary>Input read from the cache; the input price when not given.</summary>
    public decimal? CacheRead { get; init; }

    /// <summary>Input written to the cache.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Input written to the cache for an hour.</summary>
    public decimal? CacheWrite1h { get; init; }

    /// <summary>Where it was read.</summary>
    public required string Source { get; init; }

    /// <summary>When it was read, and how far that can be trusted.</summary>
    public required string CheckedOn { get; init; }
}
