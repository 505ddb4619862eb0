using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>A model stopped because it had used up its output tokens.</summary>
internal sealed class AnswerCutOff : IFindingRule
{
    public IEnumerable<Finding> Find(AgentRun run)
    {
        var cut = run.Calls.Where(call => IsCut(run.Nodes[call.Node].Span.FinishReasons)).ToArray();
        if (cut.Length > 0)
        {
            yield return new Finding(
                "finish_by_length",
                FindingSeverity.Warning,
                cut.Length == 1 ? "An answer was cut off" : $"{cut.Length} answers were cut off",
                "The model stopped because it reached the limit of output tokens, not because it had finished: texts end in the middle, and JSON does not parse.",
                [.. cut.Select(call => run.Nodes[call.Node].Span.SpanId)]);
        }
    }

    private static bool IsCut(string? reasons) => reasons?.Split(',').Any(reason => reason is "length" or "max_tokens") ?? false;
}
