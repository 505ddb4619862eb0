using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>OTLP/HTTP over real sockets.</summary>
public sealed class HttpReceiverTests : IAsyncLifetime
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";

    private static readonly byte[] Good = OtlpBytes.Request("00f067aa0ba902b7");

    private TestCollector _collector = null!;

    public static TheoryData<string, byte[], string, HttpStatusCode> Encodings => new()
    {
        { "nothing", Good, "", HttpStatusCode.OK },
        { "identity", Good, "identity", HttpStatusCode.OK },
        { "gzip", OtlpBytes.Gzip(Good), "gzip", HttpStatusCode.OK },
        { "GZIP in capitals", OtlpBytes.Gzip(Good), "GZIP", HttpStatusCode.OK },
        { "zlib", OtlpBytes.Zlib(Good), "deflate", HttpStatusCode.OK },
        { "raw deflate", OtlpBytes.RawDeflate(Good), "deflate", HttpStatusCode.BadRequest },
        { "zlib with a dictionary that nobody has", [0x78, 0x7d, 0xdb, 0x08, 0x00, 0x10, 0xb2, 0x00, 0xb2], "deflate", HttpStatusCode.BadRequest },
        { "uncompressed gzip that lost five bytes", OtlpBytes.WithoutFiveBytes(Good), "gzip", HttpStatusCode.BadRequest },
        { "truncated zlib", OtlpBytes.Zlib(Good)[..^4], "deflate", HttpStatusCode.BadRequest },
        { "truncated gzip", OtlpBytes.Gzip(Good)[..^8], "gzip", HttpStatusCode.BadRequest },
        { "an empty gzip body", [], "gzip", HttpStatusCode.BadRequest },
        { "gzip that is not gzip", Good, "gzip", HttpStatusCode.BadRequest },
        { "brotli", Good, "br", HttpStatusCode.UnsupportedMediaType },
        { "gzip twice", Good, "gzip, gzip", HttpStatusCode.UnsupportedMediaType },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    [CoversRows("56", "57", "58")]
    public async Task A_content_encoding_is_undone_or_refused(string what, byte[] body, string encoding, HttpStatusCode expected)
    {
        using var response = await _collector.PostAsync(body, Protobuf, encoding: encoding.Length > 0 ? encoding : null);

        Assert.True(expected == response.StatusCode, $"{what}: wanted {expected}, got {response.StatusCode}");
        Assert.Equal(Protobuf, response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("application/x-protobuf", HttpStatusCode.OK)]
    [InlineData("application/x-protobuf; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("APPLICATION/X-PROTOBUF", HttpStatusCode.OK)]
    [InlineData("application/protobuf", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(null, HttpStatusCode.UnsupportedMediaType)]
    [CoversRows("51", "52")]
    public async Task The_content_type_chooses_the_encoding(string? contentType, HttpStatusCode expected)
    {
        using var response = await _collector.PostAsync(Good, contentType);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("/v1/traces/", HttpStatusCode.OK)]
    [InlineData("//v1/traces", HttpStatusCode.OK)]
    [InlineData("/v1/traces?x=1", HttpStatusCode.OK)]
    [InlineData("/api/public/otel/v1/traces", HttpStatusCode.OK)]
    [InlineData("/V1/Traces", HttpStatusCode.NotFound)]
    [InlineData("/v1/trace", HttpStatusCode.NotFound)]
    [InlineData("/v1development/profiles", HttpStatusCode.NotFound)]
    [InlineData("/", HttpStatusCode.NotFound)]
    [CoversRows("53", "54")]
    public async Task A_path_is_taken_or_the_right_one_is_named(string path, HttpStatusCode expected)
    {
        using var response = await _collector.PostAsync(Good, Protobuf, path);

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.NotFound)
        {
            Assert.Contains("/v1/traces", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [CoversRows("50")]
    public async Task Only_POST_is_allowed(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("/v1/traces", UriKind.Relative));
        using var response = await _collector.OtlpHttp.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("resourceLogs", "/v1/logs")]
    [InlineData("resourceMetrics", "/v1/metrics")]
    [CoversRows("55")]
    public async Task JSON_of_another_signal_is_answered_with_a_warning_that_names_its_path(string list, string path)
    {
        using var response = await _collector.PostAsync(Encoding.UTF8.GetBytes($$"""{"{{list}}":[{}]}"""), Json);

        var partial = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["partialSuccess"]!;
        Assert.Null(partial["rejectedSpans"]);
        Assert.Contains(path, (string?)partial["errorMessage"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Success_in_protobuf_is_an_empty_message()
    {
        using var response = await _collector.PostAsync(Good, Protobuf);

        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_request_over_the_limit_is_413_also_when_it_is_so_only_after_decompression()
    {
        await using var small = await TestCollector.StartAsync(settings: ("Receivers:Otlp:MaxRequestBytes", "100000"));

        using var large = await small.PostAsync(new byte[100_001], Protobuf);
        using var bomb = await small.PostAsync(OtlpBytes.Gzip(new byte[5_000_000]), Json, encoding: "gzip");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, bomb.StatusCode);
        Assert.Contains("Receivers:Otlp:MaxRequestBytes", await bomb.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await small.MetricAsync("otelgenai_receiver_held_bytes"));
    }

    [Fact]
    public async Task One_bad_span_costs_one_span_and_the_answer_says_which_and_why()
    {
        const string Body = """
            {"resourceSpans":[{"scopeSpans":[{"spans":[
              {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b7","name":"good"},
              {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"xyz","name":"the bad one"}]}]}]}
            """;

        using var response = await _collector.PostAsync(Encoding.UTF8.GetBytes(Body), Json);

        var partial = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["partialSuccess"]!;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("1", (string?)partial["rejectedSpans"]);
        Assert.Contains("the bad one", (string?)partial["errorMessage"], StringComparison.Ordinal);
        Assert.Equal(1, await _collector.MetricAsync("otelgenai_spans_stored_total"));
    }

    public async Task InitializeAsync() => _collector = await TestCollector.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();
}
