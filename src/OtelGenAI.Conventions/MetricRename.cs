namespace OtelGenAI.Conventions;

/// <summary>A metric that was replaced.</summary>
/// <param name="OldName">Name as it may arrive.</param>
/// <param name="NewNames">Current metrics that say the same.</param>
/// <param name="Operations">Operations for which it was replaced; empty if for all.</param>
/// <param name="Since">Version or pull request that replaced it.</param>
/// <param name="Note">What else a reader must know; <see langword="null"/> if nothing.</param>
public sealed record MetricRename(
    string OldName,
    IReadOnlyList<string> NewNames,
    IReadOnlyList<string> Operations,
    string Since,
    string? Note);
