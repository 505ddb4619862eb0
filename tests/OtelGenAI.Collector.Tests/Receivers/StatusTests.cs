using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Storage;

namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>Answers of OTLP that every signal and encoding share: successes, and a Status in the body of every error.</summary>
public sealed class StatusTests : IAsyncLifetime
{
    private const string Json = "application/json";
    private const string Protobuf = "application/x-protobuf";
    private const int Unavailable = 14;
    private const int Internal = 13;

    private static readonly byte[] Good = OtlpBytes.Request("00f067aa0ba902b7");

    private TestCollector _collector = null!;

    [Theory]
    [InlineData("/v1/traces", "trace.v1.TraceService")]
    [InlineData("/v1/logs", "logs.v1.LogsService")]
    [InlineData("/v1/metrics", "metrics.v1.MetricsService")]
    public async Task A_request_with_nothing_in_it_succeeds_for_every_signal_and_encoding(string path, string service)
    {
        using var json = await _collector.PostAsync("{}"u8.ToArray(), "Application/JSON; charset=utf-8", path);
        using var protobuf = await _collector.PostAsync([], Protobuf, path);
        var grpc = await _collector.CallAsync(OtlpBytes.Framed([]), $"/opentelemetry.proto.collector.{service}/Export");

        Assert.Equal((HttpStatusCode.OK, Json, "{}"), (json.StatusCode, json.Content.Headers.ContentType!.ToString(), await json.Content.ReadAsStringAsync()));
        Assert.Equal((HttpStatusCode.OK, Protobuf, ""), (protobuf.StatusCode, protobuf.Content.Headers.ContentType!.ToString(), await protobuf.Content.ReadAsStringAsync()));
        Assert.Equal(0, grpc.Status);
    }

    [Theory]
    [InlineData("/v1/trace", "POST", "", HttpStatusCode.NotFound, 12)]
    [InlineData("/v1/traces", "PUT", "", HttpStatusCode.MethodNotAllowed, 13)]
    [InlineData("/v1/traces", "POST", "br", HttpStatusCode.UnsupportedMediaType, 3)]
    [InlineData("/v1/traces", "POST", "gzip", HttpStatusCode.BadRequest, 3)]
    [InlineData("/v1/traces", "POST", "", HttpStatusCode.BadRequest, 3)]
    public async Task An_error_is_a_status_in_the_encoding_of_the_request(string path, string method, string encoding, HttpStatusCode expected, int code)
    {
        var json = await SendAsync(Json);
        var protobuf = await SendAsync(Protobuf);

        Assert.Equal((expected, expected), (json.Status, protobuf.Status));
        var status = JsonNode.Parse(json.Body)!;
        Assert.Equal(code, (int)status["code"]!);

        // Field 1 is the code, field 2 the message: the same sentence in both encodings.
        Assert.Equal([0x08, (byte)code, 0x12], protobuf.Body[..3]);
        Assert.Contains(((string)status["message"]!)[..20], Encoding.UTF8.GetString(protobuf.Body), StringComparison.Ordinal);

        async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(string type)
        {
            using var content = new ByteArrayContent([0x0a, 0x7f]);
            content.Headers.ContentType = new(type);
            if (encoding.Length > 0)
            {
                content.Headers.ContentEncoding.Add(encoding);
            }

            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = content };
            using var response = await _collector.OtlpHttp.SendAsync(request);
            Assert.Equal(type, response.Content.Headers.ContentType!.ToString());
            return (response.StatusCode, await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_store_that_cannot_keep_anything_now_asks_every_signal_to_come_back()
    {
        await using var collector = await TestCollector.StartAsync(FailingStore.With(new StoreUnavailableException("The disk is full.") { RetryAfter = TimeSpan.FromSeconds(7) }));

        using var http = await collector.PostAsync(Good, Protobuf);
        var grpc = await collector.CallAsync(OtlpBytes.Framed(Good));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, http.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), http.Headers.RetryAfter?.Delta);
        Assert.Equal((Unavailable, "The disk is full."), (grpc.Status, grpc.Message));
        Assert.NotNull(grpc.Details);
        foreach (var transport in new[] { "http", "grpc" })
        {
            Assert.Equal(1, await collector.MetricAsync($"otelgenai_receiver_requests_refused_total{{transport=\"{transport}\",reason=\"store_unavailable\"}}"));
        }

        Assert.Equal(2, await collector.MetricAsync("otelgenai_spans_deferred_total"));
        Assert.Equal(0, await collector.MetricAsync("otelgenai_spans_received_total"));
    }

    [Fact]
    public async Task A_mistake_of_ours_is_not_the_clients_to_repeat_and_tells_nothing_of_the_inside()
    {
        await using var collector = await TestCollector.StartAsync(FailingStore.With(new InvalidOperationException("secret of the house")));

        using var http = await collector.PostAsync(Good, Protobuf);
        var grpc = await collector.CallAsync(OtlpBytes.Framed(Good));

        Assert.Equal((HttpStatusCode.InternalServerError, Internal), (http.StatusCode, grpc.Status));
        Assert.Null(http.Headers.RetryAfter);
        Assert.Null(grpc.Details);
        Assert.DoesNotContain("secret", await http.Content.ReadAsStringAsync() + grpc.Message, StringComparison.Ordinal);
        Assert.Equal(0, await collector.MetricAsync("otelgenai_receiver_held_bytes"));
    }

    [Fact]
    public async Task A_hundred_calls_at_once_on_one_connection_are_all_answered()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 100).Select(number => _collector.CallAsync(OtlpBytes.Framed(OtlpBytes.Request($"{number:x16}")))));

        Assert.All(answers, answer => Assert.Equal(0, answer.Status));
        Assert.Equal(100, await _collector.MetricAsync("otelgenai_spans_stored_total"));
    }

    public async Task InitializeAsync() => _collector = await TestCollector.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();
}

/// <summary>A store whose appends fail in one way.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1852", Justification = "The proxy is a class derived from this one.")]
internal class FailingStore : DispatchProxy
{
    private Exception _failure = null!;

    /// <summary>Makes one.</summary>
    public static ITraceStore With(Exception failure)
    {
        var store = Create<ITraceStore, FailingStore>();
        ((FailingStore)(object)store)._failure = failure;
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(ITraceStore.AppendAsync)
        ? Task.FromException<AppendResult>(_failure)
        : targetMethod.ReturnType.IsValueType ? Activator.CreateInstance(targetMethod.ReturnType) : null;
}
