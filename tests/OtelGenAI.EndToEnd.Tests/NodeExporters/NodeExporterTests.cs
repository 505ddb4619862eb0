namespace OtelGenAI.EndToEnd.Tests.NodeExporters;

public sealed class NodeExporterTests : IDisposable
{
    private readonly TempFolder _data = new();

    [NodeTheory]
    [InlineData("grpc", "none")]
    [InlineData("grpc", "gzip")]
    [InlineData("proto", "none")]
    [InlineData("proto", "gzip")]
    [InlineData("http", "none")]
    [InlineData("http", "gzip")]
    public async Task Every_span_of_the_JS_exporter_arrives_as_it_was(string protocol, string compression)
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);
        var url = protocol == "grpc" ? collector.Grpc : new Uri(collector.OtlpHttp, "/v1/traces");

        var sent = await NodeExporter.SendAsync("traces", protocol, url, compression);

        Assert.Equal(6, sent.Count);
        foreach (var trace in sent.GroupBy(span => (string)span!["traceId"]!, span => (string)span!["spanId"]!))
        {
            var spans = (await collector.GetAsync($"/api/v1/traces/{trace.Key}"))["spans"]!.AsArray();
            Assert.Equal(trace, spans.Select(span => (string)span!["spanId"]!));
            Assert.Equal(["agent", "llm"], spans.Select(span => (string)span!["kind"]!));
            Assert.Equal(["unset", "error"], spans.Select(span => (string)span!["status"]!));
            Assert.Equal($"js-{protocol}", (string?)spans[0]!["service"]);
        }
    }

    [NodeTheory]
    [InlineData("grpc", "gzip")]
    [InlineData("proto", "gzip")]
    [InlineData("http", "none")]
    public async Task Every_log_record_of_the_JS_exporter_is_stored(string protocol, string compression)
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);
        var url = protocol == "grpc" ? collector.Grpc : new Uri(collector.OtlpHttp, "/v1/logs");

        var sent = await NodeExporter.SendAsync("logs", protocol, url, compression);

        Assert.Equal(2, sent.Count);
        Assert.Equal(sent.Count, await collector.MetricAsync("otelgenai_log_records_stored_total"));
    }

    public void Dispose() => _data.Dispose();
}
