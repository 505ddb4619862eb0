using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>Sends log records and data points over OTLP/HTTP and keeps account of those whose request was acknowledged.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RecordLedger
{
    private const int RecordsPerRequest = 20;
    private const string Metric = "ledger.points";

    private readonly DateTimeOffset _begun = DateTimeOffset.UtcNow;
    private readonly ConcurrentQueue<(string TraceId, string[] Texts)> _logs = [];
    private readonly ConcurrentQueue<long> _points = [];
    private long _lastTime = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;

    /// <summary>How many records were acknowledged.</summary>
    public (int Logs, int Points) Count => (_logs.Count * RecordsPerRequest, _points.Count);

    /// <summary>Sends log records, those of a trace a request, until one is refused.</summary>
    public async Task SendLogsAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        while (true)
        {
            var traceId = Guid.NewGuid().ToString("N");
            string[] texts = [.. Enumerable.Range(0, RecordsPerRequest).Select(number => $"{traceId} said {number}")];
            var records = texts.Select(text => $$$"""{"timeUnixNano":"{{{NextTime()}}}","traceId":"{{{traceId}}}","body":{"stringValue":"{{{text}}}"}}""");
            if (!await PostAsync(client, "/v1/logs", $$$"""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{{{string.Join(',', records)}}}]}]}]}"""))
            {
                return;
            }

            _logs.Enqueue((traceId, texts));
        }
    }

    /// <summary>Sends data points of one series until a request is refused.</summary>
    public async Task SendPointsAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        while (true)
        {
            long[] times = [.. Enumerable.Range(0, RecordsPerRequest).Select(_ => NextTime())];
            var points = times.Select(time => $$"""{"timeUnixNano":"{{time}}","asInt":"1"}""");
            var metric = $$$"""{"name":"{{{Metric}}}","gauge":{"dataPoints":[{{{string.Join(',', points)}}}]}}""";
            if (!await PostAsync(client, "/v1/metrics", $$$"""{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{{{metric}}}]}]}]}"""))
            {
                return;
            }

            foreach (var time in times)
            {
                _points.Enqueue(time);
            }
        }
    }

    /// <summary>Asserts that every acknowledged record is there, and once.</summary>
    public async Task AssertIsInAsync(CollectorProcess collector)
    {
        foreach (var (traceId, texts) in _logs)
        {
            var stored = await collector.GetAsync($"/api/v1/traces/{traceId}/otlp?signal=logs");
            Assert.Equal(texts.Order(), All(stored, "resourceLogs", "scopeLogs", "logRecords").Select(log => (string)log["body"]!["stringValue"]!).Order());
        }

        var range = string.Create(CultureInfo.InvariantCulture, $"from={_begun.AddMinutes(-1):yyyy-MM-ddTHH:mm:ssZ}&to={_begun.AddHours(2):yyyy-MM-ddTHH:mm:ssZ}");
        var metrics = await collector.GetAsync($"/api/v1/metrics/{Metric}/otlp?{range}");
        var times = All(metrics, "resourceMetrics", "scopeMetrics", "metrics").SelectMany(metric => metric["gauge"]!["dataPoints"]!.AsArray())
            .Select(point => long.Parse((string)point!["timeUnixNano"]!, CultureInfo.InvariantCulture)).ToList();
        Assert.Empty(_points.Except(times));
        Assert.Equal(times.Count, times.Distinct().Count());
    }

    private static IEnumerable<JsonNode> All(JsonNode document, string resources, string scopes, string records) =>
        from resource in document[resources]!.AsArray()
        from scope in resource![scopes]!.AsArray()
        from record in scope![records]!.AsArray()
        select record;

    private long NextTime() => Interlocked.Increment(ref _lastTime);

    private static async Task<bool> PostAsync(HttpClient client, string path, string json)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
