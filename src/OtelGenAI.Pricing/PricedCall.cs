namespace OtelGenAI.Pricing;

/// <summary>What the price of a model call depends on.</summary>
/// <param name="Provider">Provider; <see langword="null"/> when not known, and then the price of the model's first provider in the table is taken.</param>
/// <param name="ResponseModel">Model that answered.</param>
/// <param name="RequestModel">Model that was asked for; used when the one that answered has no price.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="EndUnixNano">When it ended: the day decides the price.</param>
public readonly record struct PricedCall(string? Provider, string? ResponseModel, string? RequestModel, TokenUsage Tokens, long EndUnixNano)
{
    /// <summary>Service tier that served it; <see langword="null"/> for the standard one.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Cost that the client reported, in USD.</summary>
    public double? ReportedUsd { get; init; }
}
