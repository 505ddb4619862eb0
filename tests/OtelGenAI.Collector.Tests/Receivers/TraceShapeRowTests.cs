using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.EndToEnd.Tests;

namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>Shapes that no tracer should make and every receiver meets: posted to the real server and read as a tree.</summary>
public sealed class TraceShapeRowTests : IAsyncLifetime
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    private TestCollector _collector = null!;

    /// <summary>Requests, each of some spans "id parent start end name"; the tree that is shown, a dot for each level, with flags.</summary>
    public static TheoryData<int, string, string[], string> Shapes => new()
    {
        { 93, "a retry", ["1 - 10 20 a", "1 - 10 20 a"], "1 a" },
        { 94, "another span with the same id", ["1 - 10 20 a", "1 - 10 20 b"], "1 b resent" },
        { 95, "its own parent", ["1 1 10 20 a"], "1 a" },
        { 96, "a circle of two", ["1 2 10 20 a; 2 1 11 20 b"], "1 a cycle, .2 b" },
        { 97, "a parent that never comes", ["2 1 10 20 b"], "1 parent that was not received placeholder, .2 b orphan" },
        { 97, "a parent that comes late", ["2 1 10 20 b", "1 - 5 20 a"], "1 a, .2 b" },
        { 98, "two roots", ["1 - 10 20 a; 2 - 15 20 b"], "1 a, 2 b" },
        { 99, "a child that outlives its parent", ["1 - 10 20 a; 2 1 15 99 b"], "1 a, .2 b" },
        { 100, "children before their parents", ["3 2 12 13 c", "2 1 11 14 b", "1 - 10 20 a"], "1 a, .2 b, ..3 c" },
        { 101, "a child on a machine whose clock is behind", ["1 - 10 20 a", "2 1 3 4 b"], "1 a, .2 b clock_skew" },
        { 106, "an event before its span", ["1 - 10 20 a event"], "1 a" },
        { 107, "the same trace id, months later", ["1 - 10 20 a", "2 - 7776000000000010 7776000000000020 b"], "1 a, 2 b reused_trace_id" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    [CoversRows("93", "94", "95", "96", "97", "98", "99", "100", "101", "106", "107")]
    public async Task A_trace_of_any_shape_is_taken_and_shown_with_every_span_once(int row, string what, string[] requests, string expected)
    {
        foreach (var request in requests)
        {
            await PostAsync(request.Split("; ").Select(Span), service: request);
        }

        var spans = (await _collector.GetAsync($"/api/v1/traces/{TraceId}")).Body["spans"]!.AsArray();

        var shown = string.Join(", ", spans.Select(Line));
        Assert.True(expected == shown, $"{row} {what}: {shown}");
    }

    [Fact]
    [CoversRows("102")]
    public async Task Links_to_nowhere_are_kept_and_shown()
    {
        await PostAsync([Span("1 - 10 20 a").Replace("\"name\"", "\"links\":[{\"traceId\":\"ffffffffffffffffffffffffffffffff\",\"spanId\":\"ffffffffffffffff\"},{}],\"name\"", StringComparison.Ordinal)]);

        var (_, span) = await _collector.GetAsync($"/api/v1/traces/{TraceId}/spans/0000000000000001");

        Assert.Equal(2, span["links"]!.AsArray().Count);
    }

    [Fact]
    [CoversRows("88", "103", "104")]
    public async Task Very_deep_very_wide_and_very_large_traces_are_taken_at_once_and_shown_to_their_end()
    {
        using var data = new TempFolder();
        await using var collector = await TestCollector.StartOnAsync(data.Path, ("Receivers:Otlp:MaxRequestTime", "00:01:30"));
        var chain = Enumerable.Range(1, 10_000).Select(number => Bytes(1, number, number - 1));
        var children = Enumerable.Range(1, 100_001).Select(number => Bytes(2, number, number == 1 ? 0 : 1));
        var large = Enumerable.Range(1, 50_000).Select(number => Bytes(3, number, number / 2));
        var inTurn = Enumerable.Range(1, 4_000).Select(number => Bytes(4 + (number % 1_000), number, 0));
        foreach (var spans in new[] { chain, children, large, inTurn })
        {
            var answer = await collector.CallAsync(OtlpBytes.Framed(OtlpBytes.Field(1, OtlpBytes.Field(2, [.. spans.SelectMany(span => span)]))));
            Assert.Equal((0, 5), (answer.Status, answer.Body.Length));
        }

        var deep = (await collector.GetAsync($"/api/v1/traces/{1:x32}")).Body["spans"]!.AsArray();
        var wide = (await collector.GetAsync($"/api/v1/traces/{2:x32}")).Body;

        Assert.Equal((10_000, 9_999), (deep.Count, (int)deep[^1]!["depth"]!));
        Assert.Equal((100_001, 1), (wide["spans"]!.AsArray().Count, (int)wide["spans"]![100_000]!["depth"]!));
        Assert.Equal(10_000 + 100_001 + 50_000 + 4_000, await collector.MetricAsync("otelgenai_spans_stored_total"));
    }

    public async Task InitializeAsync() => _collector = await TestCollector.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    private static string Line(JsonNode? span) => string.Join(
        ' ',
        [
            new string('.', (int)span!["depth"]!) + ((string)span["spanId"]!).TrimStart('0'),
            (string)span["name"]!,
            .. span["flags"]!.AsArray().Select(flag => (string)flag!),
        ]);

    private static string Span(string text)
    {
        var parts = text.Split(' ');
        var parent = parts[1] == "-" ? "" : $"\"parentSpanId\":\"{Id(parts[1])}\",";
        var events = parts.Length > 5 ? "\"events\":[{\"timeUnixNano\":\"1\",\"name\":\"early\"}]," : "";
        return $"{{\"traceId\":\"{TraceId}\",\"spanId\":\"{Id(parts[0])}\",{parent}{events}\"startTimeUnixNano\":\"{parts[2]}\",\"endTimeUnixNano\":\"{parts[3]}\",\"name\":\"{parts[4]}\"}}";
    }

    private static string Id(string text) => ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture).ToString("x16", CultureInfo.InvariantCulture);

    private static byte[] Bytes(int trace, int span, int parent) => OtlpBytes.Field(
        2,
        [
            .. OtlpBytes.Field(1, Convert.FromHexString($"{trace:x32}")), .. OtlpBytes.Field(2, Convert.FromHexString($"{span:x16}")),
            .. parent == 0 ? [] : OtlpBytes.Field(4, Convert.FromHexString($"{parent:x16}")),
        ]);

    private async Task PostAsync(IEnumerable<string> spans, string service = "s")
    {
        var resource = $"{{\"attributes\":[{{\"key\":\"service.name\",\"value\":{{\"stringValue\":\"{service}\"}}}}]}}";
        using var answer = await _collector.PostAsync(
            Encoding.UTF8.GetBytes($"{{\"resourceSpans\":[{{\"resource\":{resource},\"scopeSpans\":[{{\"spans\":[{string.Join(',', spans)}]}}]}}]}}"), "application/json");
        Assert.Equal("{}", await answer.Content.ReadAsStringAsync());
    }
}
