namespace OtelGenAI;

/// <summary>One message of a conversation with a model, in the conventions' shape.</summary>
/// <param name="Role">Who speaks: <c>system</c>, <c>user</c>, <c>assistant</c>, <c>tool</c>, or the provider's own word.</param>
/// <param name="Parts">What is said, in order. The caller may not change the list afterwards.</param>
/// <remarks>Source: GenAI conventions, JSON schemas of input and output messages.</remarks>
public sealed record GenAIMessage(string Role, IReadOnlyList<GenAIPart> Parts)
{
    /// <summary>Name of the participant, when several share a role.</summary>
    public string? Name { get; init; }

    /// <summary>Why the model stopped; only on output messages.</summary>
    /// <remarks>Deprecated in the conventions, still required by readers written before that: it costs a few bytes.</remarks>
    public string? FinishReason { get; init; }

    /// <summary>Makes a message of one text.</summary>
    /// <param name="role">Who speaks.</param>
    /// <param name="text">What is said.</param>
    /// <returns>A message with one <see cref="GenAIPart.Text"/>.</returns>
    public static GenAIMessage Text(string role, string text) => new(role, [new GenAIPart.Text(text)]);

    /// <summary>Makes a message of the user.</summary>
    /// <param name="text">What the user says.</param>
    /// <returns>A message with the role <c>user</c>.</returns>
    public static GenAIMessage User(string text) => Text("user", text);

    /// <summary>Makes a message of the model.</summary>
    /// <param name="text">What the model answers.</param>
    /// <returns>A message with the role <c>assistant</c>.</returns>
    public static GenAIMessage Assistant(string text) => Text("assistant", text);
}
