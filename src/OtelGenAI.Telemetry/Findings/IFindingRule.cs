using OtelGenAI.Telemetry.Transcripts;

namespace OtelGenAI.Telemetry.Findings;

/// <summary>Looks at a run for one thing.</summary>
/// <remarks>The same run gives the same findings. At most linear in the content of the run, sorting apart. A clean run gives none.</remarks>
internal interface IFindingRule
{
    /// <summary>What was found, in the order of time.</summary>
    IEnumerable<Finding> Find(AgentRun run);
}
