using System.Text.Json;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Dashboard.Api;
using OtelGenAI.Telemetry.ConventionCheck;

namespace OtelGenAI.Collector.Commands;

/// <summary>Has a running collector check its stored spans, page after page.</summary>
internal static class CheckedCollector
{
    /// <summary>Checks a range of time.</summary>
    /// <exception cref="StartupException">It cannot be reached, or refuses.</exception>
    public static async Task<FindingCounts> CheckAsync(string url, string? from, string? to, bool isContentForbidden, CancellationToken cancellation)
    {
        using var collector = new RunningCollector(url);
        var counts = new FindingCounts();
        string? next = null;
        do
        {
            var path = RunningCollector.Path(
                "/api/v1/findings/conventions", ("from", from), ("to", to), ("content", isContentForbidden ? "forbidden" : null), ("cursor", next));
            await using var answer = await collector.SendAsync(HttpMethod.Get, path, cancellation);
            try
            {
                next = ConventionReport.Read(answer, counts);
            }
            catch (JsonException e)
            {
                throw new StartupException($"{url} does not answer as a collector does: {e.Message}");
            }
        }
        while (next is not null);

        return counts;
    }
}
