using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Content;

/// <summary>The attributes that hold content, as the policy allows them; the same ones for spans and events.</summary>
internal static class ContentAttributes
{
    private static readonly Dictionary<string, GenAIContentKinds> s_kinds = new(StringComparer.Ordinal)
    {
        [GenAIAttributes.SystemInstructions] = GenAIContentKinds.System,
        [GenAIAttributes.InputMessages] = GenAIContentKinds.User,
        [GenAIAttributes.OutputMessages] = GenAIContentKinds.Assistant,
        [GenAIAttributes.ToolDefinitions] = GenAIContentKinds.ToolDefinitions,
        [GenAIAttributes.ToolDescription] = GenAIContentKinds.ToolDefinitions,
        [GenAIAttributes.ToolCallArguments] = GenAIContentKinds.ToolArguments,
        [GenAIAttributes.ToolCallResult] = GenAIContentKinds.ToolResults,
        [GenAIAttributes.RetrievalQueryText] = GenAIContentKinds.User,
        [GenAIAttributes.RetrievalDocuments] = GenAIContentKinds.ToolResults,
        [GenAIAttributes.MemoryQueryText] = GenAIContentKinds.User,
        [GenAIAttributes.MemoryRecords] = GenAIContentKinds.ToolResults,
        [OtelGenAIAttributes.Input] = GenAIContentKinds.User,
        [OtelGenAIAttributes.Output] = GenAIContentKinds.Assistant,
        [GenAIAttributes.EvaluationExplanation] = GenAIContentKinds.Assistant,
    };

    /// <summary>Whether an attribute holds content.</summary>
    /// <param name="key">Name of the attribute.</param>
    /// <param name="kind">What it mostly is; messages are told apart by their roles.</param>
    public static bool TryGetKind(string key, out GenAIContentKinds kind) => s_kinds.TryGetValue(key, out kind);

    /// <summary>Writes the content of a model call.</summary>
    public static List<KeyValuePair<string, object?>> Of(InvocationFacts facts, ContentPolicy policy)
    {
        var result = new List<KeyValuePair<string, object?>>();
        var isTruncated = facts.IsContentTruncated;
        if (facts.SystemInstructions is { Count: > 0 } instructions && policy.Allows(GenAIContentKinds.System))
        {
            Add(result, GenAIAttributes.SystemInstructions, Instructions(instructions, policy, ref isTruncated));
        }

        if (facts.Tools is { Count: > 0 } tools && policy.Allows(GenAIContentKinds.ToolDefinitions))
        {
            Add(result, GenAIAttributes.ToolDefinitions, Redacted(GenAIAttributes.ToolDefinitions, ContentJson.Tools(tools, policy.MaxBytes, ref isTruncated), policy));
        }

        if (facts.Input is { Count: > 0 } input)
        {
            Add(result, GenAIAttributes.InputMessages, Messages(input, policy, ref isTruncated));
        }

        if (facts.Output is { Count: > 0 } output)
        {
            Add(result, GenAIAttributes.OutputMessages, Messages(output, policy, ref isTruncated));
        }

        Add(result, GenAIAttributes.RetrievalQueryText, Value(GenAIAttributes.RetrievalQueryText, facts.Retrieval?.Query, policy, ref isTruncated));
        Add(result, GenAIAttributes.RetrievalDocuments, Value(GenAIAttributes.RetrievalDocuments, facts.Retrieval?.Documents, policy, ref isTruncated));
        if (isTruncated)
        {
            result.Add(new(OtelGenAIAttributes.ContentTruncated, true));
        }

        return result;
    }

    /// <summary>Writes messages.</summary>
    public static string Messages(IReadOnlyList<GenAIMessage> messages, ContentPolicy policy, ref bool isTruncated) =>
        ContentJson.Messages(ContentFilter.Messages(messages, policy), policy.MaxBytes, ref isTruncated);

    /// <summary>Writes instructions.</summary>
    public static string Instructions(IReadOnlyList<GenAIPart> parts, ContentPolicy policy, ref bool isTruncated) =>
        ContentJson.Parts(ContentFilter.Parts(parts, GenAIContentKinds.System, policy), policy.MaxBytes, ref isTruncated);

    /// <summary>Writes a value that is JSON or text.</summary>
    /// <returns><see langword="null"/> if it may not be captured, or is too large.</returns>
    public static string? Value(string key, string? value, ContentPolicy policy, ref bool isTruncated) =>
        s_kinds.TryGetValue(key, out var kind) && ContentFilter.StoredValue(value, kind, policy) is { } allowed
            ? ContentJson.Whole(allowed, policy.MaxBytes, ref isTruncated)
            : null;

    /// <summary>Redacts what another library wrote; it decided by its own switches that content may be captured.</summary>
    /// <returns>The same value if there is nothing to redact with.</returns>
    public static string? Redacted(string key, string value, ContentPolicy policy) =>
        policy.Redaction is null || !s_kinds.TryGetValue(key, out var kind) ? value : policy.Redaction.ApplyToJson(kind, value);

    private static void Add(List<KeyValuePair<string, object?>> attributes, string key, string? value)
    {
        if (value is not null)
        {
            attributes.Add(new(key, value));
        }
    }
}
