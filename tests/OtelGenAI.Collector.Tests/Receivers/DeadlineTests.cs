using System.Net;
using System.Text.Json.Nodes;

namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>Refusals that pass: each says when to come back.</summary>
public class DeadlineTests
{
    private const int DeadlineExceeded = 4;
    private const int Unavailable = 14;

    private static readonly byte[] Good = OtlpBytes.Request("00f067aa0ba902b7");

    [Fact]
    public async Task A_call_whose_spans_are_not_stored_in_time_ends_with_its_deadline()
    {
        await using var collector = await TestCollector.StartAsync(SlowStore.Create());

        var answer = await collector.CallAsync(OtlpBytes.Framed(Good), headers: ("grpc-timeout", "100m"));

        Assert.Equal(DeadlineExceeded, answer.Status);
        Assert.NotNull(answer.Details);
        Assert.Equal(0, await collector.MetricAsync("otelgenai_receiver_held_bytes"));
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_504_and_may_come_again()
    {
        await using var collector = await TestCollector.StartAsync(SlowStore.Create(), ("Receivers:Otlp:MaxRequestTime", "00:00:00.1"));

        using var http = await collector.PostAsync(Good, "application/x-protobuf");
        var grpc = await collector.CallAsync(OtlpBytes.Framed(Good), headers: ("grpc-timeout", "1H"));

        Assert.Equal(HttpStatusCode.GatewayTimeout, http.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), http.Headers.RetryAfter?.Delta);
        Assert.Equal(DeadlineExceeded, grpc.Status);
    }

    [Fact]
    public async Task When_all_bytes_under_way_are_taken_a_request_is_asked_to_come_back()
    {
        await using var collector = await TestCollector.StartAsync(
            settings: [("Receivers:Otlp:MaxRequestBytes", "1024"), ("Receivers:Otlp:MaxInFlightBytes", "1024")]);

        using var http = await collector.PostAsync("{}"u8.ToArray(), "application/json");
        var grpc = await collector.CallAsync(OtlpBytes.Framed(Good));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, http.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), http.Headers.RetryAfter?.Delta);
        Assert.Equal("1s", (string?)JsonNode.Parse(await http.Content.ReadAsStringAsync())!["details"]![0]!["retryDelay"]);
        Assert.Equal(Unavailable, grpc.Status);
        Assert.NotNull(grpc.Details);
    }

    [Fact]
    public async Task The_message_about_rejected_spans_stays_below_a_kilobyte_and_names_span_and_reason()
    {
        await using var collector = await TestCollector.StartAsync();
        var request = Enumerable.Range(1, 1_000).SelectMany(number => OtlpBytes.RequestOf("00", $"{number:x16}")).ToArray();

        var answer = await collector.CallAsync(OtlpBytes.Framed(request));

        var message = System.Text.Encoding.UTF8.GetString(answer.Body);
        Assert.Contains("span 0000000000000001", message, StringComparison.Ordinal);
        Assert.Contains("the trace id has 1 bytes instead of 16", message, StringComparison.Ordinal);
        Assert.InRange(answer.Body.Length, 100, 1024 + 32);
    }
}
