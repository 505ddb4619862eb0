using System.Net;

namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>The table of protobuf inputs, posted to the real server: strict on framing, lenient on content, and one bad span costs one span.</summary>
public sealed class ProtobufRowTests : IAsyncLifetime
{
    private const int NotARequest = -1;
    private const int OkStatus = 0;
    private const int InvalidArgument = 3;

    private static readonly byte[] TraceId = Convert.FromHexString(OtlpBytes.TraceId);
    private static readonly byte[] SpanId = Convert.FromHexString("00f067aa0ba902b7");
    private static readonly byte[] Ids = [.. OtlpBytes.Field(1, TraceId), .. OtlpBytes.Field(2, SpanId)];

    private TestCollector _collector = null!;

    /// <summary>Bodies; how many spans are stored and rejected, or <see cref="NotARequest"/>.</summary>
    public static TheoryData<int, string, byte[], int, int> Bodies => new()
    {
        { 65, "an empty body", [], 0, 0 },
        { 65, "an empty resource", [0x0a, 0], 0, 0 },
        { 65, "100,000 empty resources", Repeat([0x0a, 0], 100_000), 0, 0 },
        { 66, "no resource", Spans(Ids), 1, 0 },
        { 66, "a resource after the scopes, and twice", OtlpBytes.Field(1, [.. OtlpBytes.Field(2, OtlpBytes.Field(2, Ids)), 0x0a, 0, 0x0a, 0]), 1, 0 },
        { 67, "a truncated field", Spans(Ids)[..^1], NotARequest, 0 },
        { 67, "a length beyond its parent", OtlpBytes.Field(1, [0x12, 0x7f]), NotARequest, 0 },
        { 67, "a zero at the end", [.. Spans(Ids), 0], NotARequest, 0 },
        { 67, "JSON", "{}"u8.ToArray(), NotARequest, 0 },
        { 68, "a length of 2 GiB", [0x0a, 0x80, 0x80, 0x80, 0x80, 0x08], NotARequest, 0 },
        { 69, "a length of 2^63", [0x0a, .. Repeat([0x80], 9), 0x01], NotARequest, 0 },
        { 70, "field number 0", [0x00, 0x01], NotARequest, 0 },
        { 70, "wire type 6", [0x0e, 0x01], NotARequest, 0 },
        { 70, "wire type 7", [0x0f, 0x01], NotARequest, 0 },
        { 71, "a number of 11 bytes", [0x10, .. Repeat([0xff], 10), 0x01], NotARequest, 0 },
        { 72, "a number with more than 64 bits", [0x10, .. Repeat([0xff], 9), 0x7f], 0, 0 },
        { 73, "a length that is longer than need be", [0x0a, 0x80, 0x00], 0, 0 },
        { 74, "a name that is a number", Spans([.. Ids, 0x28, 0x01]), 1, 0 },
        { 75, "unknown fields", [.. Spans([.. Ids, 0xa2, 0x06, 0x01, 0x00]), 0xa0, 0x06, 0x01], 1, 0 },
        { 75, "an unknown group", Spans([.. Ids, 0xa3, 0x06, 0xa4, 0x06]), 1, 0 },
        { 76, "a group without end", Spans([.. Ids, 0xa3, 0x06]), NotARequest, 0 },
        { 76, "20,000 groups in each other", [.. Repeat([0xa3, 0x06], 20_000), .. Repeat([0xa4, 0x06], 20_000)], NotARequest, 0 },
        { 77, "a trace id of zeros", Spans([.. OtlpBytes.Field(1, new byte[16]), .. OtlpBytes.Field(2, SpanId)], Ids), 1, 1 },
        { 77, "no trace id", Spans(OtlpBytes.Field(2, SpanId), Ids), 1, 1 },
        { 78, "a trace id of 8 bytes", Spans([.. OtlpBytes.Field(1, TraceId.AsSpan(0, 8)), .. OtlpBytes.Field(2, SpanId)], Ids), 1, 1 },
        { 78, "a trace id of 17 bytes", Spans([.. OtlpBytes.Field(1, [.. TraceId, 1]), .. OtlpBytes.Field(2, SpanId)], Ids), 1, 1 },
        { 78, "a span id of 4 bytes", Spans([.. OtlpBytes.Field(1, TraceId), .. OtlpBytes.Field(2, SpanId.AsSpan(0, 4))], Ids), 1, 1 },
        { 78, "a parent of 7 bytes", Spans([.. Ids, .. OtlpBytes.Field(4, SpanId.AsSpan(0, 7))], Ids), 1, 1 },
        { 79, "no span id", Spans(OtlpBytes.Field(1, TraceId), Ids), 1, 1 },
        { 80, "a parent of zeros", Spans([.. Ids, .. OtlpBytes.Field(4, new byte[8])]), 1, 0 },
        { 81, "a name that is no UTF-8", Spans([.. Ids, .. OtlpBytes.Field(5, [0xc3, 0x28])]), 1, 0 },
        { 82, "a NUL in a name", Spans([.. Ids, .. OtlpBytes.Field(5, "a\0b"u8)]), 1, 0 },
        { 83, "an empty key, twice, without value", Spans([.. Ids, 0x4a, 0x00, 0x4a, 0x02, 0x0a, 0x00]), 1, 0 },
        { 84, "a key by number, as profiles have", Spans([.. Ids, 0x4a, 0x02, 0x18, 0x05]), 1, 0 },
        { 84, "a value by number", Spans([.. Ids, .. Attribute([0x40, 0x05])]), 1, 0 },
        { 75, "the spans of a reserved field", OtlpBytes.Field(1, [0xc2, 0x3e, 0x02, 0x12, 0x00, .. OtlpBytes.Field(2, OtlpBytes.Field(2, Ids))]), 1, 0 },
        { 85, "not a number", Spans([.. Ids, .. Attribute([0x21, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f])]), 1, 0 },
        { 86, "46 arrays in each other", Spans([.. Ids, .. Attribute(Arrays(46))]), 1, 0 },
        { 86, "1,000 arrays in each other", Spans([.. Ids, .. Attribute(Arrays(1_000))]), 1, 0 },
        { 87, "100,000 attributes", Spans([.. Ids, .. Repeat(Attribute([0x18, 1]), 100_000)]), 1, 0 },
        { 87, "a key of 1 MB", Spans([.. Ids, .. OtlpBytes.Field(9, OtlpBytes.Field(1, new byte[1_000_000]))]), 1, 0 },
        { 88, "4,000 spans of 1,000 traces, in turn", [.. Enumerable.Range(1, 4_000).SelectMany(number => OtlpBytes.RequestOf($"{1 + (number % 1_000):x32}", $"{number:x16}"))], 4_000, 0 },
        { 89, "an end before the start", Spans([.. Ids, 0x39, .. Repeat([0xff], 8), 0x41, .. new byte[8]]), 1, 0 },
        { 90, "a kind nobody knows", Spans([.. Ids, 0x30, 99, .. OtlpBytes.Field(15, [0x18, 7])]), 1, 0 },
        { 91, "a count of 2^32", Spans([.. Ids, 0x50, 0x80, 0x80, 0x80, 0x80, 0x10]), 1, 0 },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    [CoversRows(
        "65", "66", "67", "68", "69", "70", "71", "72", "73", "74", "75", "76", "77", "78", "79", "80", "81", "82", "83", "84", "85", "86", "87", "89", "90", "91")]
    public async Task A_body_is_a_request_or_is_refused_as_a_whole(int row, string what, byte[] body, int stored, int rejected)
    {
        using var http = await _collector.PostAsync(body, "application/x-protobuf");
        var grpc = await _collector.CallAsync(OtlpBytes.Framed(body));

        var isRequest = stored != NotARequest;
        Assert.True((http.StatusCode, grpc.Status) == (isRequest ? (HttpStatusCode.OK, OkStatus) : (HttpStatusCode.BadRequest, InvalidArgument)),
            $"{row} {what}: {http.StatusCode}, {grpc.Status} {grpc.Message}");
        Assert.Equal(Math.Max(stored, 0), await _collector.MetricAsync("otelgenai_spans_stored_total"));
        Assert.Equal(rejected * 2, await _collector.MetricAsync("otelgenai_spans_rejected_total"));
    }

    public async Task InitializeAsync() => _collector = await TestCollector.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    private static byte[] Spans(params byte[][] spans) =>
        OtlpBytes.Field(1, OtlpBytes.Field(2, [.. spans.SelectMany(span => OtlpBytes.Field(2, span))]));

    private static byte[] Attribute(byte[] value) => OtlpBytes.Field(9, [.. OtlpBytes.Field(1, "k"u8), .. OtlpBytes.Field(2, value)]);

    private static byte[] Arrays(int levels) =>
        Enumerable.Range(0, levels).Aggregate(Array.Empty<byte>(), (inner, _) => OtlpBytes.Field(5, OtlpBytes.Field(1, inner)));

    private static byte[] Repeat(byte[] bytes, int times) => [.. Enumerable.Repeat(bytes, times).SelectMany(part => part)];
}
