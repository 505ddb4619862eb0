using System.ComponentModel.DataAnnotations;
using OtelGenAI.Telemetry.Findings;

namespace OtelGenAI.Dashboard.Api;

/// <summary>What rules found in a run, as the API shows it.</summary>
/// <param name="Items">What matters most first, then by time.</param>
/// <param name="IsWhole">Whether every span was looked at; a trace whose payload is too large is looked at in part.</param>
internal sealed record FindingPageView(IReadOnlyList<FindingView> Items, bool IsWhole);

/// <summary>One finding, as the API shows it.</summary>
/// <param name="Rule">The rule, a fixed word.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Title">It in a few words.</param>
/// <param name="Explanation">What was seen, and why it matters.</param>
/// <param name="SpanIds">Spans that show it, the first to look at first.</param>
internal sealed record FindingView(string Rule, [property: AllowedValues("error", "warning", "info")] string Severity, string Title, string Explanation, IReadOnlyList<string> SpanIds)
{
    public static FindingView Of(Finding finding) => new(
        finding.Rule, SeverityOf(finding.Severity), finding.Title, finding.Explanation, [.. finding.Evidence.Select(span => span.ToString())]);

    private static string SeverityOf(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => "error",
        FindingSeverity.Warning => "warning",
        _ => "info",
    };
}

/// <summary>How many findings a trace has.</summary>
/// <param name="Error">Something failed.</param>
/// <param name="Warning">The answer may be worse, or dearer, than it had to be.</param>
/// <param name="Info">Good to know.</param>
internal sealed record FindingCountsView(int Error, int Warning, int Info)
{
    public static FindingCountsView Of(IReadOnlyList<Finding> findings) => new(
        Count(findings, FindingSeverity.Error), Count(findings, FindingSeverity.Warning), Count(findings, FindingSeverity.Info));

    private static int Count(IReadOnlyList<Finding> findings, FindingSeverity severity) => findings.Count(finding => finding.Severity == severity);
}
