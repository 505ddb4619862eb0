using OtelGenAI.Conventions;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Decides what a span is, and can say why.</summary>
internal static class ObservationKindRule
{
    private const int ServerSpanKind = 2;

    // Operations that conventions do not list but instrumentations send: guardrails (genai PR 427, open) and reranking.
    private const string RunGuardrail = "run_guardrail";
    private const string Rerank = "rerank";

    // Semantic Kernel before it took the conventions' operation names.
    private const string ChatCompletions = "chat.completions";
    private const string TextCompletions = "text.completions";

    private static readonly (byte[] Operation, ObservationKind Kind)[] ByOperation =
    [
        Row(GenAIOperationNameValues.Chat, ObservationKind.Llm),
        Row(GenAIOperationNameValues.GenerateContent, ObservationKind.Llm),
        Row(GenAIOperationNameValues.TextCompletion, ObservationKind.Llm),
        Row(GenAIOperationNameValues.Embeddings, ObservationKind.Embedding),
        Row(GenAIOperationNameValues.ExecuteTool, ObservationKind.Tool),
        Row(GenAIOperationNameValues.InvokeAgent, ObservationKind.Agent),
        Row(GenAIOperationNameValues.CreateAgent, ObservationKind.Agent),
        Row(GenAIOperationNameValues.Plan, ObservationKind.Agent),
        Row(GenAIOperationNameValues.InvokeWorkflow, ObservationKind.Workflow),
        Row(GenAIOperationNameValues.Retrieval, ObservationKind.Retrieval),
        Row(GenAIOperationNameValues.SearchMemory, ObservationKind.Memory),
        Row(GenAIOperationNameValues.CreateMemory, ObservationKind.Memory),
        Row(GenAIOperationNameValues.UpdateMemory, ObservationKind.Memory),
        Row(GenAIOperationNameValues.UpsertMemory, ObservationKind.Memory),
        Row(GenAIOperationNameValues.DeleteMemory, ObservationKind.Memory),
        Row(GenAIOperationNameValues.CreateMemoryStore, ObservationKind.Memory),
        Row(GenAIOperationNameValues.DeleteMemoryStore, ObservationKind.Memory),
        Row(ChatCompletions, ObservationKind.Llm),
        Row(TextCompletions, ObservationKind.Llm),
        Row(RunGuardrail, ObservationKind.Guardrail),
        Row(Rerank, ObservationKind.Rerank),
    ];

    /// <summary>What the span is, and the sentence that says why.</summary>
    public static (ObservationKind Kind, string Because) Decide(in GenAIColumns columns, ReadOnlySpan<byte> mcpMethod, int spanKind)
    {
        // The server's view of a tool call carries the same operation as the client's; the tool ran once, where it was called from.
        if (!mcpMethod.IsEmpty && spanKind == ServerSpanKind)
        {
            return (ObservationKind.Mcp, $"{McpAttributes.MethodName} on a server span");
        }

        var operation = columns.Operation.Span;
        foreach (var (name, kind) in ByOperation)
        {
            if (operation.SequenceEqual(name))
            {
                return (kind, GenAIAttributes.OperationName);
            }
        }

        if (!mcpMethod.IsEmpty)
        {
            return (ObservationKind.Mcp, McpAttributes.MethodName);
        }

        if (!operation.IsEmpty)
        {
            return (ObservationKind.Span, $"{GenAIAttributes.OperationName} has a value that names no kind");
        }

        // Conventions 1.26 had no operation name: a provider and a model made an inference.
        if (!columns.Provider.IsEmpty && !columns.RequestModel.IsEmpty)
        {
            return (ObservationKind.Llm, $"{GenAIAttributes.ProviderName} and {GenAIAttributes.RequestModel} without an operation name");
        }

        if (!columns.ToolName.IsEmpty)
        {
            return (ObservationKind.Tool, $"{GenAIAttributes.ToolName} without an operation name");
        }

        return (ObservationKind.Span, "no GenAI attribute names a kind");
    }

    private static (byte[] Operation, ObservationKind Kind) Row(string operation, ObservationKind kind) =>
        (System.Text.Encoding.UTF8.GetBytes(operation), kind);
}
