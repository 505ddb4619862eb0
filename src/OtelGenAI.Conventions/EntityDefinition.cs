namespace OtelGenAI.Conventions;

/// <summary>Something a resource can be, identified by resource attributes.</summary>
/// <param name="Type">Type of the entity, such as <c>gen_ai.main_agent</c>.</param>
/// <param name="Brief">What it is, in one sentence.</param>
/// <param name="Since">Version or pull request it came in.</param>
/// <param name="Identity">Attributes that identify it; never changing.</param>
/// <param name="Description">Attributes that describe it.</param>
public sealed record EntityDefinition(
    string Type,
    string Brief,
    string Since,
    IReadOnlyList<string> Identity,
    IReadOnlyList<string> Description);
