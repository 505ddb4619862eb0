using OtelGenAI.Pricing;

namespace OtelGenAI.Collector.Prices;

/// <summary>What calls cost: <c>Prices</c>, or <c>Tenants:{name}:Prices</c> for what is said there.</summary>
internal sealed class PriceOptions
{
    /// <summary>A file of prices that win over the built-in ones, in the form of <c>conventions/prices/prices.json</c>. Read again when it changes.</summary>
    /// <value>Default none. A tenant's own file is asked first, then the one for everybody.</value>
    public string? File { get; set; }

    /// <summary>Which figure is a call's cost when its client reported one: <c>computed</c>, <c>reported</c> or <c>reported-if-unpriced</c>.</summary>
    /// <value>Default <c>computed</c>: clients carry tables of their own, which age, and whose source nobody knows.</value>
    public string Cost { get; set; } = "computed";

    /// <summary><see cref="Cost"/> as a rule; <see langword="null"/> when it is none.</summary>
    public CostRule? Rule => Cost.ToLowerInvariant() switch
    {
        "computed" => CostRule.Computed,
        "reported" => CostRule.Reported,
        "reported-if-unpriced" => CostRule.ReportedIfUnpriced,
        _ => null,
    };
}
