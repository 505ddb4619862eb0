using OtelGenAI.Pricing;

namespace OtelGenAI.Telemetry.Pricing;

/// <summary>The prices that a tenant's calls are priced with. Thread-safe; a book may change between two calls, never in one.</summary>
public interface ITenantPrices
{
    /// <summary>The book in force now.</summary>
    /// <param name="tenant">Whose calls.</param>
    PriceBook Of(TenantId tenant);
}

/// <summary>One book for everybody.</summary>
/// <param name="book">The book.</param>
public sealed class SamePrices(PriceBook book) : ITenantPrices
{
    /// <inheritdoc/>
    public PriceBook Of(TenantId tenant) => book;
}
