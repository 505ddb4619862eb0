using System.Globalization;
using System.Text.Json.Nodes;

namespace OtelGenAI.Load;

/// <summary>Adds up, from outside, that nothing was lost: the program's own counters, and a sample of what was acknowledged.</summary>
internal sealed class Account(ServerProcess server)
{
    private const int SampledRequests = 50;

    private readonly HttpClient _api = new() { BaseAddress = server.Http };

    /// <summary>Asserts received = stored + duplicates + replaced + rejected, and that a sample of what was acknowledged is there.</summary>
    /// <exception cref="InvalidOperationException">It does not add up.</exception>
    public async Task<string> AddUpAsync(LoadOptions options, IReadOnlyList<long> acknowledged)
    {
        var metrics = await _api.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var received = Sum(metrics, "otelgenai_spans_received_total");
        var stored = Sum(metrics, "otelgenai_spans_stored_total");
        var others = Sum(metrics, "otelgenai_spans_duplicate_total") + Sum(metrics, "otelgenai_spans_replaced_total") + Sum(metrics, "otelgenai_spans_rejected_total");
        var expected = (long)acknowledged.Count * options.SpansPerRequest;
        Require(received == stored + others, $"received {received} is not stored {stored} + duplicates, replaced and rejected {others}");
        Require(stored >= expected, $"{expected} spans were acknowledged, {stored} stored");

        var random = new Random(1);
        var traces = 0;
        for (var sample = 0; sample < Math.Min(SampledRequests, acknowledged.Count); sample++)
        {
            await CheckTraceAsync(options, acknowledged[random.Next(acknowledged.Count)], random.Next(options.SpansPerRequest / options.SpansPerTrace));
            traces++;
        }

        return $"received {received} = stored {stored} + others {others}; {traces} of the acknowledged traces were read back whole";
    }

    private async Task CheckTraceAsync(LoadOptions options, long number, int trace)
    {
        var id = RequestSource.TraceId(number, trace);
        var text = await _api.GetStringAsync(new Uri($"/api/v1/traces/{id}", UriKind.Relative));
        var found = JsonNode.Parse(text)!["spans"]!.AsArray().Select(span => (string)span!["spanId"]!).Order(StringComparer.Ordinal);
        var expected = Enumerable.Range(trace * options.SpansPerTrace, options.SpansPerTrace)
            .Select(span => RequestSource.SpanId(number, span).ToString("x16", CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal);
        Require(found.SequenceEqual(expected), $"trace {id} of request {number} has not the spans that were acknowledged");
    }

    private static long Sum(string metrics, string name) => metrics.Split('\n')
        .Where(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal))
        .Sum(line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture));

    private static void Require(bool isSo, string problem)
    {
        if (!isSo)
        {
            throw new InvalidOperationException($"It does not add up: {problem}.");
        }
    }
}
