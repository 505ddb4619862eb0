namespace OtelGenAI.Conventions;

/// <summary>A current attribute that once meant something else on the spans of some operations.</summary>
/// <param name="OldName">Name as it may arrive.</param>
/// <param name="NewName">Current name of that meaning.</param>
/// <param name="Operations">Values of <c>gen_ai.operation.name</c> on whose spans the rename applies.</param>
/// <param name="Since">Version or pull request that split the meanings.</param>
/// <param name="Note">What else a reader must know; <see langword="null"/> if nothing.</param>
public sealed record ConditionalAttributeRename(
    string OldName,
    string NewName,
    IReadOnlyList<string> Operations,
    string Since,
    string? Note);
