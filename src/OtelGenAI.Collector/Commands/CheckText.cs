using System.Globalization;
using OtelGenAI.Telemetry.ConventionCheck;

namespace OtelGenAI.Collector.Commands;

/// <summary>Findings of the convention check for people: one line each.</summary>
internal static class CheckText
{
    /// <summary>Writes them.</summary>
    public static void Write(TextWriter output, FindingCounts counts)
    {
        foreach (var (finding, count, traceId, spanId) in counts.Items)
        {
            var service = finding.Service.Length > 0 ? finding.Service : "(no service.name)";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{finding.Rule.Level.Name,-12} {finding.Rule.Name,-17} {service}: {finding.Message}; {count} ×, first on span {spanId} of trace {traceId}"));
        }

        if (counts.NotListed > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{counts.NotListed} further findings are not listed: there are too many different ones."));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Spans} spans checked, {counts.GenAISpans} of them GenAI or MCP: {counts.CountOf(FindingLevel.Violation)} violations, {counts.CountOf(FindingLevel.Improvement)} improvements, {counts.CountOf(FindingLevel.Information)} for information."));
    }
}
