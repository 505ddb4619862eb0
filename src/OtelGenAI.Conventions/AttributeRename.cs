namespace OtelGenAI.Conventions;

/// <summary>An attribute name that is no longer, or never was, official, and its current name.</summary>
/// <param name="OldName">Name as it may arrive. Never the name of a current attribute, so replacing it cannot hit a good one.</param>
/// <param name="NewName">Current name; <see langword="null"/> if nothing took its place.</param>
/// <param name="Since">Version or pull request since when <paramref name="NewName"/> is the right one.</param>
/// <param name="ValueMap">Old values whose spelling changed, with the current one. Values not listed stay as they are.</param>
/// <param name="Note">What else a reader must know; <see langword="null"/> if nothing.</param>
public sealed record AttributeRename(
    string OldName,
    string? NewName,
    string Since,
    IReadOnlyDictionary<string, string> ValueMap,
    string? Note)
{
    /// <summary>Who writes the old name, if it was never official; <see langword="null"/> if upstream once had it.</summary>
    public string? Dialect { get; init; }

    /// <summary>True if the value has another shape under the new name and must be read, not copied.</summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool ChangesShape { get; init; }
}
