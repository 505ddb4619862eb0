namespace OtelGenAI.Pricing;

/// <summary>Which figure is a call's cost when its client reported one: <c>Prices:Cost</c>.</summary>
public enum CostRule
{
    /// <summary>What the price table gives; what the client reported is only shown.</summary>
    Computed,

    /// <summary>What the client reported, where it did.</summary>
    Reported,

    /// <summary>What the price table gives, and what the client reported for models that are not in it.</summary>
    ReportedIfUnpriced,
}
