using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>Sends traces with the OpenTelemetry SDK and keeps account of the spans whose request was acknowledged.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SpanLedger : IDisposable
{
    /// <summary>How long an exporter waits for its answer: its own ten seconds are not enough on every busy machine.</summary>
    public const int PatienceMilliseconds = 60_000;

    private readonly ActivitySource _source = new($"Ledger {Guid.NewGuid()}");
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<(string TraceId, string SpanId)> _acknowledged = [];

    public SpanLedger()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source == _source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>How many spans were acknowledged.</summary>
    public int Count => _acknowledged.Count;

    /// <summary>Sends traces, one request each, until one is refused.</summary>
    /// <param name="protocol">gRPC or HTTP.</param>
    /// <param name="endpoint">Where to: the address for gRPC, the whole URL for HTTP.</param>
    /// <param name="traces">How many.</param>
    /// <param name="spansPerTrace">How many spans each.</param>
    /// <returns>Whether all were acknowledged.</returns>
    public bool Send(OtlpExportProtocol protocol, Uri endpoint, int traces, int spansPerTrace)
    {
        using var exporter = new OtlpTraceExporter(new OtlpExporterOptions { Protocol = protocol, Endpoint = endpoint, TimeoutMilliseconds = PatienceMilliseconds });
        for (var trace = 0; trace < traces; trace++)
        {
            var spans = Make(spansPerTrace);
            if (exporter.Export(new Batch<Activity>(spans, spans.Length)) != ExportResult.Success)
            {
                return false;
            }

            foreach (var span in spans)
            {
                _acknowledged.Enqueue((span.TraceId.ToHexString(), span.SpanId.ToHexString()));
            }
        }

        return true;
    }

    /// <summary>Asserts that every acknowledged span is there, and once.</summary>
    public async Task AssertIsInAsync(CollectorProcess collector)
    {
        foreach (var trace in _acknowledged.GroupBy(span => span.TraceId, span => span.SpanId))
        {
            var stored = (await collector.GetAsync($"/api/v1/traces/{trace.Key}"))["spans"]!.AsArray().Select(span => (string)span!["spanId"]!);
            Assert.Equal(trace.Order(), stored.Order());
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }

    private Activity[] Make(int spansPerTrace)
    {
        Activity.Current = null;
        var root = _source.StartActivity("run")!;
        var calls = Enumerable.Range(1, spansPerTrace - 1).Select(number =>
        {
            var span = _source.StartActivity("chat gpt-4o", ActivityKind.Client, root.Context)!;
            span.SetTag("gen_ai.operation.name", "chat").SetTag("gen_ai.request.model", "gpt-4o").SetTag("gen_ai.usage.input_tokens", number);
            span.Stop();
            return span;
        }).ToArray();
        root.Stop();
        return [root, .. calls];
    }
}
