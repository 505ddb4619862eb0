using System.Diagnostics;
using OtelGenAI.Conventions;

namespace OtelGenAI.Invocations;

/// <summary>Which spans stand for a call of a model, and therefore own its tokens.</summary>
internal static class Operations
{
    /// <summary>Value of <c>gen_ai.operation.name</c> for ordering documents by a model; the conventions have no word for it yet, others use this one.</summary>
    public const string Rerank = "rerank";

    /// <summary>Value of <c>gen_ai.operation.name</c> for a guardrail; proposed to the conventions (genai PR 427) and not merged.</summary>
    public const string Guardrail = "run_guardrail";

    /// <summary>Value of <c>gen_ai.operation.name</c> for an evaluation; the conventions have an event of it and no span.</summary>
    public const string Evaluation = "evaluate";

    /// <summary>Whether an operation is a call of a model: tokens are summed over these and nothing else.</summary>
    /// <param name="operation">Value of <c>gen_ai.operation.name</c>.</param>
    /// <returns><see langword="true"/> for chat, text completion, content generation, embeddings and reranking.</returns>
    public static bool IsModelCall(string? operation) => operation is
        GenAIOperationNameValues.Chat or
        GenAIOperationNameValues.TextCompletion or
        GenAIOperationNameValues.GenerateContent or
        GenAIOperationNameValues.Embeddings or
        Rerank;

    /// <summary>Whether an operation is an inference: a model that generates an answer.</summary>
    /// <param name="operation">Value of <c>gen_ai.operation.name</c>.</param>
    public static bool IsInference(string? operation) => operation is
        GenAIOperationNameValues.Chat or GenAIOperationNameValues.TextCompletion or GenAIOperationNameValues.GenerateContent;

    /// <summary>Finds the span that already stands for the call about to be made.</summary>
    /// <param name="innermost">Where to begin looking; the span itself counts.</param>
    /// <returns>
    /// The nearest span with an operation name, if that is a model call; <see langword="null"/> if it is a tool or an agent (what happens under
    /// those is a new call) or if there is none. Siblings are never looked at.
    /// </returns>
    public static Activity? FindCoveringModelCall(Activity? innermost)
    {
        for (var activity = innermost; activity is not null; activity = activity.Parent)
        {
            if (activity.GetTagItem(GenAIAttributes.OperationName) is string operation)
            {
                return IsModelCall(operation) ? activity : null;
            }
        }

        return null;
    }

    /// <summary>Finds the agent on whose behalf something runs.</summary>
    /// <param name="innermost">Where to begin looking.</param>
    /// <returns>Its name, or <see langword="null"/> outside any named agent of this process.</returns>
    public static string? FindAgentName(Activity? innermost)
    {
        for (var activity = innermost; activity is not null; activity = activity.Parent)
        {
            if (activity.GetTagItem(GenAIAttributes.AgentName) is string name)
            {
                return name;
            }
        }

        return null;
    }
}
