using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>An agent went through the same turns in the same order again and again.</summary>
internal sealed class LoopOfTurns : IFindingRule
{
    /// <summary>Rounds in a row.</summary>
    public const int MinRounds = 3;

    /// <summary>Turns of a round: longer ones that repeat word for word have not been seen.</summary>
    public const int MaxTurnsPerRound = 4;

    private const string Rule = "loop_of_turns";

    public IEnumerable<Finding> Find(AgentRun run)
    {
        foreach (var agent in run.Calls.GroupBy(call => run.AgentOf(call.Node)))
        {
            var calls = agent.ToArray();
            var turns = calls.Select(SignatureOf).ToArray();
            for (var at = 0; at < turns.Length;)
            {
                var (period, length) = RoundsFrom(turns, calls, at);
                if (period == 0)
                {
                    at++;
                    continue;
                }

                var inLoop = calls[at..(at + length)];
                yield return new Finding(
                    Rule,
                    FindingSeverity.Warning,
                    period == 1 ? $"The model gave the same answer {length} times" : $"The agent went through the same {period} turns {length / period} times",
                    $"{length} turns in a row repeat {(period == 1 ? "one answer" : $"a round of {period} turns, arguments included")}. Nothing new came in that could end it.",
                    [.. inLoop.SelectMany(call => call.Requested.Where(requested => requested.Tool >= 0).Select(requested => run.Tools[requested.Tool].Node).Prepend(call.Node))
                        .Select(node => run.Nodes[node].Span.SpanId)]);
                at += length;
            }
        }
    }

    /// <summary>Removes repeated tool calls that are all part of a loop: it tells them better.</summary>
    public static void RemoveWhatItTells(List<Finding> findings)
    {
        var inLoops = findings.Where(finding => finding.Rule == Rule).SelectMany(finding => finding.Evidence).ToHashSet();
        findings.RemoveAll(finding => finding.Rule == RepeatedToolCall.Rule && finding.Evidence.All(inLoops.Contains));
    }

    // The shortest round that is repeated often enough; what is left of an unfinished round does not count.
    private static (int Period, int Length) RoundsFrom(UInt128?[] turns, RunCall[] calls, int from)
    {
        for (var period = 1; period <= MaxTurnsPerRound; period++)
        {
            // The same tool call as every turn is a repeated tool call.
            if (from + period > turns.Length || (period == 1 && calls[from].Requested.Count > 0) || turns[from] is null ||
                (period > 1 && turns[from..(from + period)].Distinct().Count() == 1))
            {
                continue;
            }

            var end = from + period;
            while (end < turns.Length && turns[end] is not null && turns[end] == turns[end - period] && calls[end].GoesOnFrom(calls[end - 1]))
            {
                end++;
            }

            if ((end - from) / period >= MinRounds)
            {
                return (period, (end - from) / period * period);
            }
        }

        return (0, 0);
    }

    private static UInt128? SignatureOf(RunCall call)
    {
        if (call.Requested.Count > 0)
        {
            return MessageIdentity.OfJson(new JsonArray([.. call.Requested.Select(requested =>
                (JsonNode)new JsonArray(requested.Name, requested.Arguments?.DeepClone()))]));
        }

        return call.Output.Count == 0 ? null : MessageIdentity.OfJson(new JsonArray([.. call.Output.Select(message => message["parts"]?.DeepClone())]));
    }
}
