using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>A call changed what the call before had begun with, so that the provider could not use its cache of it.</summary>
internal sealed class CachePrefixBroken : IFindingRule
{
    /// <summary>Fewer input tokens are cached by no provider.</summary>
    public const int MinPrefixTokens = 1_024;

    /// <summary>Whoever read this share of the call before from the cache has lost nothing worth telling.</summary>
    public const double EnoughCached = 0.5;

    public IEnumerable<Finding> Find(AgentRun run)
    {
        foreach (var agent in run.Calls.GroupBy(call => run.AgentOf(call.Node)))
        {
            RunCall? before = null;
            foreach (var call in agent)
            {
                if (before is not null && IsContinuation(run, before, call) && FirstDifference(before, call) is { } difference)
                {
                    yield return Of(run, before, call, difference);
                }

                before = call;
            }
        }
    }

    private static bool IsContinuation(AgentRun run, RunCall before, RunCall call)
    {
        var (earlier, later) = (run.Nodes[before.Node], run.Nodes[call.Node]);
        return before.Content?.Input is not null && call.Content?.Input is not null && call.Content.CutOff.Count == 0 && before.Content.CutOff.Count == 0 && call.GoesOnFrom(before) &&
            later.DrawnStart >= earlier.DrawnEnd && earlier.Span.RequestModel == later.Span.RequestModel &&
            earlier.Span.Tokens.Input >= MinPrefixTokens && !((later.Span.Tokens.CacheRead ?? 0) >= earlier.Span.Tokens.Input * EnoughCached);
    }

    /// <summary>What the two calls differ in first, in the order that providers put it together; <see langword="null"/> when the later goes on from the earlier.</summary>
    private static string? FirstDifference(RunCall before, RunCall call)
    {
        if (before.Offered is not null && call.Offered is not null &&
            MessageIdentity.OfJson(before.Content!.ToolDefinitions) != MessageIdentity.OfJson(call.Content!.ToolDefinitions))
        {
            return "the tools that are offered";
        }

        if (before.System != call.System)
        {
            return "the system prompt";
        }

        // The last message may be a reminder that every call replaces: what comes before it stays in the cache.
        var common = Math.Min(before.Input.Count - 1, call.Input.Count);
        for (var i = 0; i < common; i++)
        {
            if (before.InputIdentities[i] != call.InputIdentities[i])
            {
                return $"message {i + 1} ({JsonShapes.Text(before.Input[i]["role"]) ?? "without a role"})";
            }
        }

        return null;
    }

    private static Finding Of(AgentRun run, RunCall before, RunCall call, string difference)
    {
        var (earlier, later) = (run.Nodes[before.Node].Span, run.Nodes[call.Node].Span);
        return new Finding(
            "cache_prefix_broken",
            FindingSeverity.Warning,
            $"The cached prefix was broken by {difference}",
            $"Up to {difference} the call is the same as the one before; from there on the provider had to read its {earlier.Tokens.Input} input tokens again" +
            $"{(later.Tokens.CacheRead is { } read ? $" ({read} were read from the cache)" : "")}. What changes belongs at the end.",
            [later.SpanId, earlier.SpanId]);
    }
}
