using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace OtelGenAI.EndToEnd.Tests;

public sealed class DurabilityTests : IDisposable
{
    private const int Senders = 3;
    private const int BatchesPerSender = 20;
    private const int SpansPerBatch = 40;

    private readonly TempFolder _data = new();
    private readonly ActivitySource _source = new("EndToEnd");
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == "EndToEnd",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public DurabilityTests() => ActivitySource.AddActivityListener(_listener);

    [Fact]
    public async Task What_was_acknowledged_over_gRPC_and_HTTP_is_there_after_SIGKILL()
    {
        var acknowledged = new ConcurrentBag<(string TraceId, string SpanId)>();
        await using (var collector = await CollectorProcess.StartAsync(_data.Path))
        {
            var senders = Enumerable.Range(0, Senders).SelectMany(_ => new[]
            {
                Task.Run(() => Send(OtlpExportProtocol.Grpc, collector.Grpc, acknowledged)),
                Task.Run(() => Send(OtlpExportProtocol.HttpProtobuf, new Uri(collector.OtlpHttp, "/v1/traces"), acknowledged)),
            });
            await Task.WhenAll(senders);
            await collector.KillAsync();
        }

        Assert.Equal(Senders * 2 * BatchesPerSender * SpansPerBatch, acknowledged.Count);
        await using var restarted = await CollectorProcess.StartAsync(_data.Path);
        foreach (var trace in acknowledged.GroupBy(span => span.TraceId))
        {
            var stored = (await restarted.GetAsync($"/api/v1/traces/{trace.Key}"))["spans"]!.AsArray().Select(span => (string)span!["spanId"]!).ToArray();
            Assert.Equal(trace.Select(span => span.SpanId).Order(), stored.Order());
        }
    }

    [Fact]
    public async Task What_was_acknowledged_before_a_SIGKILL_in_the_middle_of_sending_is_there_once()
    {
        var acknowledged = new ConcurrentBag<(string TraceId, string SpanId)>();
        await using (var collector = await CollectorProcess.StartAsync(_data.Path))
        {
            var senders = Enumerable.Range(0, Senders).Select(_ => Task.Run(() => Send(OtlpExportProtocol.Grpc, collector.Grpc, acknowledged))).ToArray();
            while (acknowledged.Count < Senders * SpansPerBatch * BatchesPerSender / 3 && !senders.All(sender => sender.IsCompleted))
            {
                await Task.Yield();
            }

            await collector.KillAsync();
            await Task.WhenAll(senders);
        }

        await using var restarted = await CollectorProcess.StartAsync(_data.Path);
        Assert.NotEmpty(acknowledged);
        foreach (var trace in acknowledged.GroupBy(span => span.TraceId))
        {
            var stored = (await restarted.GetAsync($"/api/v1/traces/{trace.Key}"))["spans"]!.AsArray().Select(span => (string)span!["spanId"]!).ToArray();
            Assert.Empty(trace.Select(span => span.SpanId).Except(stored));
            Assert.Equal(stored.Length, stored.Distinct().Count());
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
        _data.Dispose();
    }

    /// <summary>Exports batches one after the other; a span is in the ledger once the exporter says that its batch was taken.</summary>
    private void Send(OtlpExportProtocol protocol, Uri endpoint, ConcurrentBag<(string TraceId, string SpanId)> acknowledged)
    {
        using var exporter = new OtlpTraceExporter(new OtlpExporterOptions { Protocol = protocol, Endpoint = endpoint, TimeoutMilliseconds = SpanLedger.PatienceMilliseconds });
        for (var i = 0; i < BatchesPerSender; i++)
        {
            var spans = MakeTrace();
            if (exporter.Export(new Batch<Activity>(spans, spans.Length)) != ExportResult.Success)
            {
                return;
            }

            foreach (var span in spans)
            {
                acknowledged.Add((span.TraceId.ToHexString(), span.SpanId.ToHexString()));
            }
        }
    }

    private Activity[] MakeTrace()
    {
        Activity.Current = null;
        var root = _source.StartActivity("run")!;
        var spans = Enumerable.Range(1, SpansPerBatch - 1).Select(i =>
        {
            var span = _source.StartActivity($"step {i}", ActivityKind.Client, root.Context)!;
            span.SetTag("step.number", i);
            span.Stop();
            return span;
        }).ToArray();
        root.Stop();
        return [root, .. spans];
    }
}
