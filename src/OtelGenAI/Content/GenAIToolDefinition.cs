namespace OtelGenAI;

/// <summary>A tool offered to a model.</summary>
/// <param name="Type"><c>function</c>, or the provider's word for its own tools.</param>
/// <param name="Name">Name of the tool.</param>
/// <param name="Description">What the model is told about it.</param>
/// <param name="Parameters">Its JSON schema, as text.</param>
public sealed record GenAIToolDefinition(string Type, string Name, string? Description, string? Parameters);
