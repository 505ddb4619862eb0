namespace OtelGenAI.Conventions;

/// <summary>A message event that became attributes.</summary>
/// <param name="OldName">Event name as it may arrive.</param>
/// <param name="NewAttributes">Current attributes that carry its content; the first is the usual one.</param>
/// <param name="Role">Role of the message when its body names none; <see langword="null"/> if the event is not one message.</param>
/// <param name="Since">Version that replaced it.</param>
/// <param name="Note">What else a reader must know; <see langword="null"/> if nothing.</param>
public sealed record EventRename(
    string OldName,
    IReadOnlyList<string> NewAttributes,
    string? Role,
    string Since,
    string? Note);
