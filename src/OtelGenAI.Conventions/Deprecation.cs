namespace OtelGenAI.Conventions;

/// <summary>Says that a name is no longer current.</summary>
/// <param name="Since">Version or pull request that replaced it, such as <c>core 1.37.0</c> or <c>genai PR 440</c>.</param>
/// <param name="Use">Current names that took its place; empty if nothing did.</param>
/// <param name="Note">What else a reader must know; <see langword="null"/> if nothing.</param>
public sealed record Deprecation(string Since, IReadOnlyList<string> Use, string? Note);
