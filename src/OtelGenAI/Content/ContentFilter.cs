namespace OtelGenAI.Content;

/// <summary>Leaves of messages what the policy allows, redacted. Shapes stay: that a tool was called, and answered, is not content.</summary>
internal static class ContentFilter
{
    /// <summary>Filters messages.</summary>
    public static IReadOnlyList<GenAIMessage> Messages(IReadOnlyList<GenAIMessage> messages, ContentPolicy policy) => policy.KeepsEverything
        ? messages
        : [.. messages.Select(message => message with { Parts = Parts(message.Parts, KindOf(message.Role), policy) })];

    /// <summary>Filters the parts of one message, or of instructions.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="kind">What texts among them are.</param>
    /// <param name="policy">Decides.</param>
    public static IReadOnlyList<GenAIPart> Parts(IReadOnlyList<GenAIPart> parts, GenAIContentKinds kind, ContentPolicy policy) => policy.KeepsEverything
        ? parts
        : [.. parts.Select(part => StoredPart(part, kind, policy)).OfType<GenAIPart>()];

    /// <summary>Filters a value that may be JSON.</summary>
    /// <returns><see langword="null"/> if nothing of it may be captured.</returns>
    public static string? Value(string? value, GenAIContentKinds kind, ContentPolicy policy)
    {
        if (value is null || !policy.Allows(kind))
        {
            return null;
        }

        return policy.Redaction is null ? value : policy.Redaction.ApplyToJson(kind, value);
    }

    /// <summary>The same, and elsewhere if it is large.</summary>
    public static string? StoredValue(string? value, GenAIContentKinds kind, ContentPolicy policy) =>
        Value(value, kind, policy) is { } allowed ? policy.Storage?.Value(allowed, kind) ?? allowed : null;

    private static GenAIPart? StoredPart(GenAIPart part, GenAIContentKinds kind, ContentPolicy policy) =>
        Part(part, kind, policy) is { } allowed ? policy.Storage?.Part(allowed, kind) ?? allowed : null;

    private static GenAIPart? Part(GenAIPart part, GenAIContentKinds kind, ContentPolicy policy) => part switch
    {
        GenAIPart.ToolCall call => call with { Arguments = Value(call.Arguments, GenAIContentKinds.ToolArguments, policy) },
        GenAIPart.ToolCallResponse response => response with { Response = Value(response.Response, GenAIContentKinds.ToolResults, policy) ?? "" },
        _ when !policy.Allows(kind) => null,
        GenAIPart.Text text => Text(text.Content, kind, policy) is { } content ? text with { Content = content } : null,
        GenAIPart.Reasoning reasoning => Text(reasoning.Content, kind, policy) is { } content ? reasoning with { Content = content } : null,
        GenAIPart.Link link => Text(link.Address, kind, policy) is { } address ? link with { Address = address } : null,
        GenAIPart.Generic { Content: { } text } generic => generic with { Content = Text(text, kind, policy) },
        _ => part,
    };

    private static string? Text(string text, GenAIContentKinds kind, ContentPolicy policy) =>
        policy.Redaction is null ? text : policy.Redaction.Apply(kind, text);

    private static GenAIContentKinds KindOf(string role) => role switch
    {
        "system" or "developer" => GenAIContentKinds.System,
        "assistant" or "model" => GenAIContentKinds.Assistant,
        "tool" => GenAIContentKinds.ToolResults,
        _ => GenAIContentKinds.User,
    };
}
