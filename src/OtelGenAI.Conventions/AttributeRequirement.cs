namespace OtelGenAI.Conventions;

/// <summary>How strongly a span, metric or event asks for one attribute.</summary>
/// <param name="Name">Name of the attribute.</param>
/// <param name="Level">How strongly.</param>
/// <param name="Condition">When it is asked for; <see langword="null"/> if always.</param>
public sealed record AttributeRequirement(string Name, RequirementLevel Level, string? Condition);
