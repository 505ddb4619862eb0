using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>OTLP/gRPC over real sockets; codes are those of grpc/grpc doc/statuscodes.md.</summary>
public sealed class GrpcReceiverTests : IAsyncLifetime
{
    private const int Ok = 0;
    private const int InvalidArgument = 3;
    private const int DeadlineExceeded = 4;
    private const int ResourceExhausted = 8;
    private const int Unimplemented = 12;
    private const int Internal = 13;

    private static readonly byte[] Good = OtlpBytes.Request("00f067aa0ba902b7");

    private TestCollector _collector = null!;

    public static TheoryData<string, byte[], string, int> Bodies => new()
    {
        { "a plain message", OtlpBytes.Framed(Good), "", Ok },
        { "an empty message", OtlpBytes.Framed([]), "", Ok },
        { "gzip", OtlpBytes.Framed(OtlpBytes.Gzip(Good), flag: 1), "gzip", Ok },
        { "grpc-encoding gzip but a message that is not compressed", OtlpBytes.Framed(Good), "gzip", Ok },
        { "no message", [], "", Unimplemented },
        { "three of the five prefix bytes", [0, 0, 0], "", Internal },
        { "a message shorter than its prefix says", OtlpBytes.Framed(Good, length: Good.Length + 1), "", Internal },
        { "two messages", [.. OtlpBytes.Framed(Good), .. OtlpBytes.Framed(Good)], "", Unimplemented },
        { "the compressed flag without an encoding", OtlpBytes.Framed(Good, flag: 1), "", Internal },
        { "the compressed flag with identity", OtlpBytes.Framed(Good, flag: 1), "identity", Internal },
        { "flag 2", OtlpBytes.Framed(Good, flag: 2), "", Internal },
        { "a gzip flag on what is not gzip", OtlpBytes.Framed(Good, flag: 1), "gzip", Internal },
        { "truncated gzip", OtlpBytes.Framed(OtlpBytes.Gzip(Good)[..^9], flag: 1), "gzip", Internal },
        { "gzip without its trailer", OtlpBytes.Framed(OtlpBytes.Gzip(Good)[..^8], flag: 1), "gzip", Internal },
        { "gzip with a wrong checksum", OtlpBytes.Framed(OtlpBytes.WithWrongChecksum(OtlpBytes.Gzip(Good)), flag: 1), "gzip", Internal },
        { "bytes after the gzip member", OtlpBytes.Framed([.. OtlpBytes.Gzip(Good), 1, 2, 3], flag: 1), "gzip", Internal },
        { "two gzip members", OtlpBytes.Framed([.. OtlpBytes.Gzip(Good), .. OtlpBytes.Gzip(Good)], flag: 1), "gzip", Ok },
        { "two gzip members, the second truncated", OtlpBytes.Framed([.. OtlpBytes.Gzip(Good), .. OtlpBytes.Gzip(Good)[..^3]], flag: 1), "gzip", Internal },
        { "uncompressed gzip that lost five bytes", OtlpBytes.Framed(OtlpBytes.WithoutFiveBytes(Good), flag: 1), "gzip", Internal },
        { "gzip of nothing at all", OtlpBytes.Framed([], flag: 1), "gzip", Internal },
        { "an encoding nobody knows", OtlpBytes.Framed(Good), "snappy", Unimplemented },
        { "a length of 4 GiB", OtlpBytes.Framed([], length: uint.MaxValue), "", ResourceExhausted },
        { "a length over the limit and no body", OtlpBytes.Framed([], length: (64L * 1024 * 1024) + 1), "", ResourceExhausted },
        { "bytes that are no protobuf", OtlpBytes.Framed([0xff, 0xff, 0xff]), "", InvalidArgument },
        { "JSON", OtlpBytes.Framed(Encoding.UTF8.GetBytes("{}")), "", InvalidArgument },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    [CoversRows("20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32", "34")]
    public async Task A_body_is_answered_as_the_specification_says(string what, byte[] body, string encoding, int expected)
    {
        var headers = encoding.Length > 0 ? new[] { ("grpc-encoding", encoding) } : [];

        var answer = await _collector.CallAsync(body, headers: headers);

        Assert.True(expected == answer.Status, $"{what}: wanted {expected}, got {answer.Status} '{answer.Message}'");
        Assert.Equal(HttpStatusCode.OK, answer.HttpStatus);
        Assert.Equal(expected != Ok, answer.IsTrailersOnly);
        Assert.Equal("identity,gzip", answer.AcceptEncoding);
        Assert.Equal(expected == Ok, answer.Message.Length == 0);
        Assert.Null(answer.Details);
    }

    [Theory]
    [InlineData("/opentelemetry.proto.collector.trace.v1.TraceService/export")]
    [InlineData("/opentelemetry.proto.collector.trace.v1.TraceService/Export/")]
    [InlineData("/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export")]
    [InlineData("/")]
    [CoversRows("17", "18", "19")]
    public async Task A_method_that_is_not_there_is_unimplemented_and_the_message_names_the_one_that_is(string path)
    {
        var answer = await _collector.CallAsync(OtlpBytes.Framed(Good), path);

        Assert.Equal(Unimplemented, answer.Status);
        Assert.Contains(GrpcAnswer.TracesPath, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_travels_percent_encoded()
    {
        using var content = new ByteArrayContent(OtlpBytes.Framed(Good));
        content.Headers.ContentType = new("application/grpc");
        using var response = await _collector.Grpc.PostAsync(new Uri("/%C3%BC%25%F0%9F%9C%81", UriKind.Relative), content);

        var sent = response.Headers.GetValues("grpc-message").Single();

        Assert.All(sent, character => Assert.InRange(character, ' ', '~'));
        Assert.Contains("/%C3%BC%25%F0%9F%9C%81;", Uri.UnescapeDataString(sent), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0n", DeadlineExceeded)]
    [InlineData("99999999H", Ok)]
    [InlineData("10S", Ok)]
    [InlineData("123456789S", Internal)]
    [InlineData("abc", Internal)]
    [InlineData("-1S", Internal)]
    [CoversRows("40", "42", "43")]
    public async Task A_deadline_is_kept_and_a_malformed_one_is_refused(string timeout, int expected)
    {
        var answer = await _collector.CallAsync(OtlpBytes.Framed(Good), headers: ("grpc-timeout", timeout));

        Assert.Equal(expected, answer.Status);
    }

    [Theory]
    [InlineData("application/grpc", HttpStatusCode.OK)]
    [InlineData("application/grpc+proto", HttpStatusCode.OK)]
    [InlineData("application/grpc; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("application/grpc+json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-protobuf", HttpStatusCode.UnsupportedMediaType)]
    [CoversRows("13", "14", "15")]
    public async Task Only_gRPC_with_protobuf_is_taken(string contentType, HttpStatusCode expected)
    {
        using var content = new ByteArrayContent(OtlpBytes.Framed(Good));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);

        using var response = await _collector.Grpc.PostAsync(new Uri(GrpcAnswer.TracesPath, UriKind.Relative), content);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    [CoversRows("12")]
    public async Task A_method_other_than_POST_is_not_allowed()
    {
        using var response = await _collector.Grpc.GetAsync(new Uri(GrpcAnswer.TracesPath, UriKind.Relative));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Bad_spans_are_named_and_the_others_are_kept()
    {
        byte[] request = [.. Good, .. OtlpBytes.RequestOf("00000000000000000000000000000000", "00f067aa0ba902b8"), .. OtlpBytes.Request("00f067aa0b")];

        var answer = await _collector.CallAsync(OtlpBytes.Framed(request));

        Assert.Equal(Ok, answer.Status);
        Assert.Equal((byte)0x0a, answer.Body[5]);
        var message = Encoding.UTF8.GetString(answer.Body);
        Assert.Contains("span 00f067aa0ba902b8", message, StringComparison.Ordinal);
        Assert.Contains("span 00f067aa0b", message, StringComparison.Ordinal);
        Assert.Equal(1, await _collector.MetricAsync("otelgenai_spans_stored_total"));
        Assert.Equal(2, await _collector.MetricAsync("otelgenai_spans_rejected_total"));
        Assert.Equal(3, await _collector.MetricAsync("otelgenai_spans_received_total"));
    }

    [Fact]
    public async Task Requests_over_the_limit_leave_the_connection_usable()
    {
        var tooLarge = OtlpBytes.Framed(new byte[100_000], length: uint.MaxValue);
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _collector.CallAsync(tooLarge)));

        Assert.All(answers, answer => Assert.Equal(ResourceExhausted, answer.Status));
        Assert.Equal(Ok, (await _collector.CallAsync(OtlpBytes.Framed(Good))).Status);
    }

    [Fact]
    [CoversRows("33")]
    public async Task A_gzip_bomb_stops_at_the_limit()
    {
        await using var small = await TestCollector.StartAsync(settings: ("Receivers:Otlp:MaxRequestBytes", "1048576"));

        var answer = await small.CallAsync(OtlpBytes.Framed(OtlpBytes.Gzip(new byte[20_000_000]), flag: 1), headers: ("grpc-encoding", "gzip"));

        Assert.Equal(ResourceExhausted, answer.Status);
        Assert.Contains("Receivers:Otlp:MaxRequestBytes", answer.Message, StringComparison.Ordinal);
        Assert.Equal(0, await small.MetricAsync("otelgenai_receiver_held_bytes"));
    }

    public async Task InitializeAsync() => _collector = await TestCollector.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();
}
