using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using OpenTelemetry.Exporter;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>A service manager ends the program while clients send.</summary>
public sealed class ShutdownTests : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly SpanLedger _ledger = new();

    public void Dispose()
    {
        _ledger.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task What_is_under_way_is_finished_what_comes_later_may_be_sent_again_and_nothing_acknowledged_is_lost()
    {
        ConcurrentBag<(string TraceId, HttpStatusCode? Status)> requests = [];
        await using (var collector = await CollectorProcess.StartAsync(_data.Path))
        {
            var http = Enumerable.Range(0, 3).Select(sender => SendUntilRefusedAsync(collector.OtlpHttp, sender, requests)).ToArray();
            var grpc = Task.Run(() => _ledger.Send(OtlpExportProtocol.Grpc, collector.Grpc, traces: 1_000_000, spansPerTrace: 5));
            await Eventually.IsAsync(() => Task.FromResult((requests.Count, _ledger.Count)), count => count is ( >= 100, >= 100), TimeSpan.FromSeconds(60));

            Assert.Equal(0, await collector.TerminateAsync());

            await Task.WhenAll(http);
            Assert.False(await grpc);
        }

        // Refused at the door, or told to come again: an exporter tries both again.
        Assert.All(requests, request => Assert.True(request.Status is null or HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{request.Status}"));
        Assert.Empty(Directory.EnumerateFiles(_data.Path, "*-wal", SearchOption.AllDirectories));
        await using var again = await CollectorProcess.StartAsync(_data.Path);
        await _ledger.AssertIsInAsync(again);
        foreach (var (traceId, _) in requests.Where(request => request.Status == HttpStatusCode.OK))
        {
            Assert.Equal(1, (int)(await again.GetAsync($"/api/v1/traces/{traceId}"))["summary"]!["spanCount"]!);
        }
    }

    /// <summary>Sends one request after the other on one connection, until the program is gone.</summary>
    private static async Task SendUntilRefusedAsync(Uri address, int sender, ConcurrentBag<(string TraceId, HttpStatusCode? Status)> requests)
    {
        using var client = new HttpClient { BaseAddress = address };
        for (var number = 1; ; number++)
        {
            var traceId = string.Create(CultureInfo.InvariantCulture, $"{sender + 1:x16}{number:x16}");
            using var content = new StringContent(
                $$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"{{traceId}}","spanId":"00000000000000aa","name":"x"}]}]}]}""", Encoding.UTF8, "application/json");
            try
            {
                using var response = await client.PostAsync(new Uri("/v1/traces", UriKind.Relative), content);
                requests.Add((traceId, response.StatusCode));
            }
            catch (HttpRequestException)
            {
                requests.Add((traceId, null));
                return;
            }
        }
    }
}
