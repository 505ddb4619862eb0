using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>OTLP logs over real sockets, at both doors.</summary>
public sealed class LogReceiverTests : IAsyncLifetime
{
    private const string GrpcPath = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
    private const string Json = "application/json";

    // A record is its event name and a time that cannot be, in one case.
    private const string OneRecord = """{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"eventName":"gen_ai.user.message"}]}]}]}""";
    private const string OneGoodOneBad =
        """{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"7"},{"eventName":"bad","timeUnixNano":"1.5"}]}]}]}""";

    private static readonly byte[] Record = OtlpBytes.Field(12, "gen_ai.user.message"u8);
    private static readonly byte[] Protobuf = OtlpBytes.Field(1, OtlpBytes.Field(2, OtlpBytes.Field(2, Record)));

    private TestCollector _collector = null!;

    [Theory]
    [InlineData("/v1/logs")]
    [InlineData("/v1/logs/")]
    [InlineData("/api/public/otel/v1/logs")]
    public async Task Log_records_are_taken_on_the_paths_of_logs(string path)
    {
        using var json = await _collector.PostAsync(Encoding.UTF8.GetBytes(OneRecord), Json, path);
        using var protobuf = await _collector.PostAsync(Protobuf, "application/x-protobuf", path);

        Assert.Equal((HttpStatusCode.OK, "{}"), (json.StatusCode, await json.Content.ReadAsStringAsync()));
        Assert.Equal((HttpStatusCode.OK, ""), (protobuf.StatusCode, await protobuf.Content.ReadAsStringAsync()));

        // JSON and protobuf of one record are the same record.
        Assert.Equal(1, await _collector.MetricAsync("otelgenai_log_records_stored_total"));
        Assert.Equal(1, await _collector.MetricAsync("otelgenai_log_records_duplicate_total"));
    }

    [Fact]
    public async Task Log_records_are_taken_over_gRPC()
    {
        var answer = await _collector.CallAsync(OtlpBytes.Framed(Protobuf), GrpcPath);

        Assert.Equal(0, answer.Status);
        Assert.Equal(1, await _collector.MetricAsync("otelgenai_log_records_stored_total"));
    }

    [Fact]
    public async Task Received_log_records_are_stored_duplicate_or_rejected_and_the_answer_speaks_of_log_records()
    {
        using var first = await _collector.PostAsync(Encoding.UTF8.GetBytes(OneGoodOneBad), Json, "/v1/logs");
        using var again = await _collector.PostAsync(Encoding.UTF8.GetBytes(OneGoodOneBad), Json, "/v1/logs");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var partly = JsonNode.Parse(await first.Content.ReadAsStringAsync())!["partialSuccess"]!;
        Assert.Equal("1", (string?)partly["rejectedLogRecords"]);
        Assert.Equal("Log record \"bad\" (span id none): timeUnixNano is not a number that fits (1.5).", (string?)partly["errorMessage"]);
        Assert.Equal(4, await _collector.MetricAsync("otelgenai_log_records_received_total"));
        Assert.Equal(1, await _collector.MetricAsync("otelgenai_log_records_stored_total"));
        Assert.Equal(1, await _collector.MetricAsync("otelgenai_log_records_duplicate_total"));
        Assert.Equal(2, await _collector.MetricAsync("otelgenai_log_records_rejected_total"));
    }

    [Fact]
    public async Task A_log_request_that_is_no_OTLP_is_refused_as_a_whole()
    {
        using var response = await _collector.PostAsync("[]"u8.ToArray(), Json, "/v1/logs");
        var answer = await _collector.CallAsync(OtlpBytes.Framed([0xff, 0xff, 0xff]), GrpcPath);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("resourceLogs", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(3, answer.Status);
    }

    public async Task InitializeAsync() => _collector = await TestCollector.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();
}
