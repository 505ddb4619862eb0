namespace OtelGenAI.Pricing;

/// <summary>Names of service tiers: each provider has its own for the same thing.</summary>
internal static class ServiceTiers
{
    /// <summary>A tier as the price table names it; <see langword="null"/> for the standard one.</summary>
    /// <param name="tier">As a provider names it.</param>
    public static string? Normalize(string? tier) => tier?.Trim().ToLowerInvariant() switch
    {
        // auto asks for whatever the project is set to; an answer says what it was. on_demand is Groq's and Vertex's.
        null or "" or "default" or "standard" or "standard_only" or "auto" or "on_demand" or "on-demand" => null,
        "on_demand_priority" => "priority",
        "on_demand_flex" => "flex",
        "batches" => "batch",
        var other => other,
    };
}
