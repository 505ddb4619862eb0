namespace OtelGenAI.Conventions;

/// <summary>A value of an attribute that is spelled differently since some version.</summary>
/// <param name="AttributeName">Attribute it was seen in when it was official.</param>
/// <param name="OldValue">Value as it may arrive.</param>
/// <param name="NewValue">Current spelling.</param>
/// <param name="Since">Version that changed it.</param>
public sealed record ValueRename(string AttributeName, string OldValue, string NewValue, string Since);
