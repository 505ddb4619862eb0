using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;

namespace OtelGenAI.Collector.Tests.Api;

public sealed class TraceExportTests : IAsyncLifetime
{
    private TestCollector _collector = null!;

    public async Task InitializeAsync()
    {
        _collector = await TestCollector.StartAsync();
        await SendAsync(1, "plain", user: "u1");
        await SendAsync(2, "=HYPERLINK(\"http://evil\"), \"x\"", user: "u2");
        await SendAsync(3, "+1", user: "u1");
    }

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task Lines_of_JSON_are_those_of_the_list()
    {
        var (_, list) = await _collector.GetAsync("/api/v1/traces");

        var lines = (await ReadAsync("jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(list["items"]!.AsArray().Select(item => item!.ToJsonString()), lines.Select(line => JsonNode.Parse(line)!.ToJsonString()));
    }

    [Fact]
    public async Task A_spreadsheet_is_given_names_as_text_and_never_as_formulas()
    {
        var lines = (await ReadAsync("csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("traceId,name,startTime,", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            ["'+1", "\"'=HYPERLINK(\"\"http://evil\"\"), \"\"x\"\"\"", "plain"],
            lines[1..].Select(line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..line.IndexOf(",1970-", StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task Every_line_of_OTLP_is_a_trace_as_it_comes_back_alone()
    {
        var lines = (await ReadAsync("otlp")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(3, lines.Length);
        foreach (var line in lines)
        {
            var traceId = (string)JsonNode.Parse(line)!["resourceSpans"]![0]!["scopeSpans"]![0]!["spans"]![0]!["traceId"]!;
            Assert.Equal(await _collector.Api.GetStringAsync(new Uri($"/api/v1/traces/{traceId}/otlp", UriKind.Relative)), line);
        }
    }

    [Fact]
    public async Task It_is_a_file_with_what_was_searched_for_up_to_the_limit()
    {
        using var answer = await _collector.Api.GetAsync(new Uri("/api/v1/export/traces?format=jsonl&user=u1&limit=1", UriKind.Relative));

        Assert.Equal("attachment; filename=\"traces.jsonl\"", answer.Content.Headers.ContentDisposition!.ToString());
        var line = Assert.Single((await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("+1", (string?)JsonNode.Parse(line)!["name"]);
    }

    [Theory]
    [InlineData("format=xlsx", "format 'xlsx' is not known")]
    [InlineData("format=csv&limit=0", "limit '0' is not a number")]
    [InlineData("format=csv&from=yesterday", "from 'yesterday' is not")]
    public async Task What_cannot_be_exported_is_refused_by_name(string query, string message)
    {
        var (status, body) = await _collector.GetAsync($"/api/v1/export/traces?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(message, (string?)body["error"]!["message"], StringComparison.Ordinal);
    }

    private Task<string> ReadAsync(string format) => _collector.Api.GetStringAsync(new Uri($"/api/v1/export/traces?format={format}", UriKind.Relative));

    private async Task SendAsync(int trace, string name, string user)
    {
        var body = new JsonObject
        {
            ["resourceSpans"] = new JsonArray(new JsonObject
            {
                ["scopeSpans"] = new JsonArray(new JsonObject
                {
                    ["spans"] = new JsonArray(new JsonObject
                    {
                        ["traceId"] = trace.ToString("x32", CultureInfo.InvariantCulture),
                        ["spanId"] = "00000000000000aa",
                        ["name"] = name,
                        ["startTimeUnixNano"] = (trace * 1_000_000_000L).ToString(CultureInfo.InvariantCulture),
                        ["endTimeUnixNano"] = (trace * 2_000_000_000L).ToString(CultureInfo.InvariantCulture),
                        ["attributes"] = new JsonArray(new JsonObject
                        {
                            ["key"] = UserAttributes.Id,
                            ["value"] = new JsonObject { ["stringValue"] = user },
                        }),
                    }),
                }),
            }),
        };
        using var answer = await _collector.PostAsync(Encoding.UTF8.GetBytes(body.ToJsonString()), "application/json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
