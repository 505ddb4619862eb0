using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>The table of JSON inputs, posted to the real server: what is taken, what costs one span, and what costs the request.</summary>
public sealed class JsonRowTests : IAsyncLifetime
{
    private const string Json = "application/json";
    private const string Ids = "\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"00f067aa0ba902b7\",\"name\":\"x\"";

    private TestCollector _collector = null!;

    /// <summary>Whole bodies that are accepted or refused.</summary>
    public static TheoryData<string, string, string, bool> Bodies => new()
    {
        { "J1", "an empty object", "{}", true },
        { "J1", "null", "null", true },
        { "J2", "nothing", "", false },
        { "J2", "an array", "[]", false },
        { "J2", "a truncated document", "{\"resourceSpans\":[", false },
        { "J2", "a trailing comma", "{\"resourceSpans\":[],}", false },
        { "J2", "a comment", "{/* */}", false },
        { "J2", "a control character in a text", "{\"a\":\"\n\"}", false },
        { "J3", "two documents", "{}{}", false },
        { "J3", "text after the document", "{} x", false },
        { "J4", "a byte order mark", "\uFEFF{}", true },
        { "J17", "arrays 2,000 deep", Request($"{{{Ids},\"attributes\":[{{\"key\":\"k\",\"value\":{Deep(2_000)}}}]}}"), false },
    };

    /// <summary>Members of a span, in addition to a good identity; how many spans are rejected, or -1 for the whole request.</summary>
    public static TheoryData<string, string, string, int> Members => new()
    {
        { "J8", "times as texts", "\"startTimeUnixNano\":\"1700000000000000000\"", 0 },
        { "J8", "times as numbers", "\"startTimeUnixNano\":1700000000000000000", 0 },
        { "J9", "a time with an exponent", "\"startTimeUnixNano\":1e18", 0 },
        { "J9", "half a nanosecond", "\"startTimeUnixNano\":1.5", 1 },
        { "J9", "a negative time", "\"startTimeUnixNano\":\"-1\"", 1 },
        { "J9", "a time over 64 bits", "\"startTimeUnixNano\":\"18446744073709551616\"", 1 },
        { "J10", "a kind by name", "\"kind\":\"SPAN_KIND_SERVER\"", 0 },
        { "J10", "a kind as text", "\"kind\":\"2\"", 0 },
        { "J10", "a kind nobody knows", "\"kind\":77", 0 },
        { "J10", "no kind at all", "\"kind\":null", 0 },
        { "J11", "snake case", "\"start_time_unix_nano\":\"5\"", 0 },
        { "J11", "unknown fields", "\"somethingNew\":[{}]", 0 },
        { "J11", "a name twice", "\"name\":\"y\"", 0 },
        { "J12", "an integer as text", Attribute("{\"intValue\":\"5\"}"), 0 },
        { "J12", "an integer as number", Attribute("{\"intValue\":5}"), 0 },
        { "J12", "an integer with a fraction of zero", Attribute("{\"intValue\":5.0}"), 0 },
        { "J12", "an integer over 63 bits", Attribute("{\"intValue\":9223372036854775808}"), 0 },
        { "J13", "NaN as text", Attribute("{\"doubleValue\":\"NaN\"}"), 0 },
        { "J13", "infinity as text", Attribute("{\"doubleValue\":\"Infinity\"}"), 0 },
        { "J13", "a bare NaN", Attribute("{\"doubleValue\":NaN}"), -1 },
        { "J14", "base64", Attribute("{\"bytesValue\":\"+/8=\"}"), 0 },
        { "J14", "base64 for URLs, unpadded", Attribute("{\"bytesValue\":\"-_8\"}"), 0 },
        { "J15", "attributes as an object", "\"attributes\":{\"k\":\"v\"}", -1 },
        { "J15", "a bare value", "\"attributes\":[{\"key\":\"k\",\"value\":\"v\"}]", -1 },
        { "J15", "a truth as text", Attribute("{\"boolValue\":\"true\"}"), -1 },
        { "J16", "half a surrogate pair", "\"name\":\"\\ud800\"", 0 },
    };

    /// <summary>Identities; whether the span is taken.</summary>
    public static TheoryData<string, string, string, bool> Identities => new()
    {
        { "J5", "0AF7651916CD43DD8448EB211C80319C", "00F067AA0BA902B7", true },
        { "J6", "CvdlGRbNQ92ESOshHIAxnA==", "00f067aa0ba902b7", false },
        { "J6", "0af7651916cd43dd", "00f067aa0ba902b7", false },
        { "J6", "0af7651916cd43dd8448eb211c80319c", "00f067aa0ba902b", false },
        { "J6", "0af7651916cd43dd8448eb211c80319c", "00f067aa0ba902bx", false },
        { "J6", "0x0af7651916cd43dd8448eb211c80319c", "00f067aa0ba902b7", false },
        { "J7", "", "00f067aa0ba902b7", false },
        { "J7", "0af7651916cd43dd8448eb211c80319c", "", false },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    [CoversRows("J1", "J2", "J3", "J4", "J17")]
    public async Task A_body_is_one_document(string row, string what, string body, bool isTaken)
    {
        var (status, answer) = await PostAsync(Encoding.UTF8.GetBytes(body));

        Assert.True(isTaken == (status == HttpStatusCode.OK), $"{row} {what}: {status} {answer}");
        Assert.Equal(isTaken ? "{}" : "3", isTaken ? answer.ToJsonString() : answer["code"]!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Members))]
    [CoversRows("J8", "J9", "J10", "J11", "J12", "J13", "J14", "J15", "J16")]
    public async Task A_member_is_taken_or_costs_its_span_or_breaks_the_shape(string row, string what, string member, int rejected)
    {
        var (status, answer) = await PostAsync(Encoding.UTF8.GetBytes(Request($"{{{Ids},{member}}}")));

        Assert.True((rejected < 0) == (status == HttpStatusCode.BadRequest), $"{row} {what}: {status} {answer}");
        Assert.Equal(rejected > 0 ? $"{rejected}" : null, (string?)answer["partialSuccess"]?["rejectedSpans"]);
        Assert.Equal(rejected == 0 ? 1 : 0, await _collector.MetricAsync("otelgenai_spans_stored_total"));
        if (row == "J15")
        {
            Assert.Contains("Value", (string?)answer["message"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Identities))]
    [CoversRows("J5", "J6", "J7")]
    public async Task An_identity_that_is_none_costs_its_span_and_is_named(string row, string traceId, string spanId, bool isTaken)
    {
        var good = $"{{{Ids.Replace("02b7", "02b8", StringComparison.Ordinal)}}}";
        var (status, answer) = await PostAsync(Encoding.UTF8.GetBytes(Request($"{good},{{\"traceId\":\"{traceId}\",\"spanId\":\"{spanId}\",\"name\":\"the odd one\"}}")));

        Assert.True(status == HttpStatusCode.OK, $"{row}: {answer}");
        Assert.Equal(isTaken ? 2 : 1, await _collector.MetricAsync("otelgenai_spans_stored_total"));
        Assert.Equal(isTaken ? null : "1", (string?)answer["partialSuccess"]?["rejectedSpans"]);
        if (!isTaken)
        {
            Assert.Contains("the odd one", (string?)answer["partialSuccess"]!["errorMessage"], StringComparison.Ordinal);
        }
    }

    [Fact]
    [CoversRows("J4")]
    public async Task UTF_16_is_no_JSON()
    {
        var (status, _) = await PostAsync([0xff, 0xfe, .. Encoding.Unicode.GetBytes("{}")]);

        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    [CoversRows("J16")]
    public async Task Bytes_that_are_no_UTF_8_are_kept_and_counted()
    {
        var request = Encoding.UTF8.GetBytes(Request($"{{{Ids}}}"));
        request[Array.LastIndexOf(request, (byte)'x')] = 0xff;

        var (status, _) = await PostAsync(request);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(1, await _collector.MetricAsync("otelgenai_texts_invalid_utf8_total"));
    }

    [Fact]
    [CoversRows("J14")]
    public async Task Base64_that_is_none_is_refused_with_the_place()
    {
        var (status, answer) = await PostAsync(Encoding.UTF8.GetBytes(Request($"{{{Ids},{Attribute("{\"bytesValue\":\"*\"}")}}}")));

        Assert.True(status == HttpStatusCode.BadRequest || answer["partialSuccess"] is not null, $"{status} {answer}");
    }

    public async Task InitializeAsync() => _collector = await TestCollector.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    private static string Request(string spans) => $"{{\"resourceSpans\":[{{\"scopeSpans\":[{{\"spans\":[{spans}]}}]}}]}}";

    private static string Attribute(string value) => $"\"attributes\":[{{\"key\":\"k\",\"value\":{value}}}]";

    private static string Deep(int levels) =>
        string.Concat(Enumerable.Repeat("{\"arrayValue\":{\"values\":[", levels)) + "{}" + string.Concat(Enumerable.Repeat("]}}", levels));

    private async Task<(HttpStatusCode Status, JsonNode Answer)> PostAsync(byte[] body)
    {
        using var response = await _collector.PostAsync(body, Json);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
