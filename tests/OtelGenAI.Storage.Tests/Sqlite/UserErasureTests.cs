using System.Globalization;
using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Tests.Builders;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Tests.Sqlite;

/// <summary>Deleting a user reaches log records, resources and metrics too, and leaves no byte in any file of the tenant.</summary>
public sealed class UserErasureTests : IAsyncLifetime
{
    private const string User = "erika-mustermann-7781";
    private const string Named = "11111111111111111111111111111111";
    private const string NamedByLog = "22222222222222222222222222222222";
    private const string Public = "33333333333333333333333333333333";

    private static readonly AttributeKeyTable Keys = new();
    private static readonly DialectReader Reader = new(Keys);

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();
    private SqliteTraceStore _traces = null!;
    private SqliteMetricStore _metrics = null!;

    private TelemetryRemoval Removal => new(_traces, _metrics);

    private string Files => _folder.File(Some.Tenant.Name);

    public async Task InitializeAsync()
    {
        var options = new SqliteStoreOptions { DataFolder = _folder.Path, MessageFormat = new OtlpMessageFormat() };
        _traces = await SqliteTraceStore.OpenAsync(options, _clock);
        _metrics = await SqliteMetricStore.OpenAsync(options, _clock);
    }

    public async Task DisposeAsync()
    {
        await _traces.DisposeAsync();
        await _metrics.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task No_byte_of_a_user_is_left_in_spans_log_records_resources_or_metrics()
    {
        await FillAsync();
        _clock.Advance(TimeSpan.FromDays(1));
        await FillAsync(second: 100);
        Assert.True(StoredBytes.IsAnywhere(Files, User));

        var deleted = await Removal.DeleteUserAsync(Some.Tenant, User, CancellationToken.None);

        Assert.Equal((2, 4, 6), (deleted.Traces, deleted.Spans, deleted.Logs));
        Assert.Equal((2, 4), (deleted.Exemplars, deleted.DataPoints));
        Assert.False(StoredBytes.IsAnywhere(Files, User));
        Assert.False(StoredBytes.IsAnywhere(Files, Convert.FromHexString(Named)));
        Assert.False(StoredBytes.IsAnywhere(Files, Convert.FromHexString(NamedByLog)));

        Assert.Equal([Public], (await _traces.ListAll()).Select(trace => trace.TraceId.ToString()));
        Assert.Equal(2, (await _traces.ListLogsAsync(Some.Tenant, LogFilter.All, after: null, limit: 10, CancellationToken.None)).Items.Count);
        Assert.Equal(2, (await _metrics.FindExemplarsAsync(Some.Tenant, Id(Public), CancellationToken.None)).Count);
        Assert.Equal(["kept"], (await _metrics.ListMetricsAsync(Some.Tenant, CancellationToken.None)).Select(metric => metric.Name));
        Assert.Equal(default, await Removal.DeleteUserAsync(Some.Tenant, User, CancellationToken.None));
    }

    [Fact]
    public async Task What_is_left_goes_on_as_if_nothing_had_been()
    {
        await FillAsync();
        await Removal.DeleteUserAsync(Some.Tenant, User, CancellationToken.None);

        Assert.Equal(new MetricAppendResult(0, 1, 0, 0), await AppendPointsAsync(Point("kept", second: 0, exemplars: [Exemplar(Named, User), Exemplar(Public, "somebody")])));
        Assert.Equal(new MetricAppendResult(2, 0, 0, 0), await AppendPointsAsync(
            Point("kept", second: 1, exemplars: []), Point("new", second: 1, exemplars: [])));
        Assert.Equal(2, (await _metrics.ListMetricsAsync(Some.Tenant, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_deleted_trace_takes_its_exemplars_along_and_the_points_stay()
    {
        await AppendPointsAsync(Point("kept", second: 0, exemplars: [Exemplar(Named, "somebody"), Exemplar(Public, "somebody")]));
        await AppendSpansAsync(Span(Named, user: "somebody"));

        var deleted = await Removal.DeleteTraceAsync(Some.Tenant, Id(Named), CancellationToken.None);

        Assert.Equal((1, 1, 0), (deleted.Traces, deleted.Exemplars, deleted.DataPoints));
        Assert.False(StoredBytes.IsAnywhere(Files, Convert.FromHexString(Named)));
        Assert.Empty(await _metrics.FindExemplarsAsync(Some.Tenant, Id(Named), CancellationToken.None));
        Assert.Single(await _metrics.FindExemplarsAsync(Some.Tenant, Id(Public), CancellationToken.None));
    }

    [Fact]
    public async Task The_first_content_of_a_point_that_was_sent_again_goes_too()
    {
        await AppendPointsAsync(Point("kept", second: 0, exemplars: [Exemplar(Named, User)]));
        await AppendPointsAsync(Point("kept", second: 0, exemplars: []));
        Assert.True(StoredBytes.IsAnywhere(Files, User));

        await Removal.DeleteUserAsync(Some.Tenant, User, CancellationToken.None);

        Assert.False(StoredBytes.IsAnywhere(Files, User));
        Assert.Single(await _metrics.ListMetricsAsync(Some.Tenant, CancellationToken.None));
    }

    [Fact]
    public async Task A_user_who_is_a_number_is_found_as_one()
    {
        await AppendLogsAsync(Log(trace: null, $$$"""{"key":"{{{UserAttributes.Id}}}","value":{"intValue":"4711"}}"""), Log(trace: null, $$$"""{"key":"{{{UserAttributes.Id}}}","value":{"intValue":"471"}}"""));

        Assert.Equal(1, (await Removal.DeleteUserAsync(Some.Tenant, "4711", CancellationToken.None)).Logs);
        Assert.Equal(default, await Removal.DeleteUserAsync(Some.Tenant, "47", CancellationToken.None));
    }

    private async Task FillAsync(int second = 0)
    {
        await AppendSpansAsync(Span(Named, User, second), Span(NamedByLog, "", second), Span(Public, "somebody", second));
        await AppendLogsAsync(
            Log(trace: null, Attribute(UserAttributes.Id, User), second: second),
            Log(trace: NamedByLog, Attribute(EnduserAttributes.Id, User), second: second),
            Log(trace: null, Attribute(UserAttributes.Id, "somebody"), second: second));
        await AppendLogsOfAsync(Attribute(UserAttributes.Id, User), Log(trace: null, "", second: second));
        await AppendPointsAsync(
            Point("kept", second, exemplars: [Exemplar(Named, User), Exemplar(Public, "somebody")]),
            Point("of the user", second, exemplars: [], Attribute(UserAttributes.Id, User)));
        await AppendPointsOfAsync(Attribute(UserAttributes.Id, User), Point("of the resource", second, exemplars: []));
    }

    private static string Span(string trace, string user, int second = 0) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"traceId":"{{{trace}}}","spanId":"{{{second + 1:x16}}}","name":"chat","startTimeUnixNano":"{{{Some.Second(second)}}}","attributes":[{{{(user.Length > 0 ? Attribute(UserAttributes.Id, user) : "")}}}]}""");

    private static string Log(string? trace, string attributes, int second = 0) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"timeUnixNano":"{{{Some.Second(second)}}}",{{{(trace is null ? "" : $"\"traceId\":\"{trace}\",\"spanId\":\"{second + 1:x16}\",")}}}"attributes":[{{{attributes}}}]}""");

    private static string Point(string metric, int second, string[] exemplars, string attributes = "") => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"name":"{{{metric}}}","gauge":{"dataPoints":[{"timeUnixNano":"{{{Some.Second(second)}}}","asDouble":1,"attributes":[{{{attributes}}}],"exemplars":[{{{string.Join(',', exemplars)}}}]}]}}""");

    private static string Exemplar(string trace, string user) =>
        $$$"""{"timeUnixNano":"5","asDouble":1,"traceId":"{{{trace}}}","spanId":"00000000000000aa","filteredAttributes":[{{{Attribute(UserAttributes.Id, user)}}}]}""";

    private static string Attribute(string key, string value) => $$$"""{"key":"{{{key}}}","value":{"stringValue":"{{{value}}}"}}""";

    private static TraceId Id(string hex) => TraceId.TryParse(hex, out var id) ? id : throw new ArgumentException(hex, nameof(hex));

    private Task<AppendResult> AppendSpansAsync(params string[] spans) => SendAsync(
        $$$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{{string.Join(',', spans)}}}]}]}]}""",
        (json, batch, body) => json.DecodeTraces(batch, body, OtlpLimits.Default),
        batch => _traces.AppendAsync(Some.Tenant, batch, CancellationToken.None));

    private Task<AppendResult> AppendLogsAsync(params string[] logs) => AppendLogsOfAsync(resource: "", logs);

    private Task<AppendResult> AppendLogsOfAsync(string resource, params string[] logs) => SendAsync(
        $$$"""{"resourceLogs":[{"resource":{"attributes":[{{{resource}}}]},"scopeLogs":[{"logRecords":[{{{string.Join(',', logs)}}}]}]}]}""",
        (json, batch, body) => json.DecodeLogs(batch, body, OtlpLimits.Default),
        batch => _traces.AppendAsync(Some.Tenant, batch, CancellationToken.None));

    private Task<MetricAppendResult> AppendPointsAsync(params string[] metrics) => AppendPointsOfAsync(resource: "", metrics);

    private Task<MetricAppendResult> AppendPointsOfAsync(string resource, params string[] metrics) => SendAsync(
        $$$"""{"resourceMetrics":[{"resource":{"attributes":[{{{resource}}}]},"scopeMetrics":[{"metrics":[{{{string.Join(',', metrics)}}}]}]}]}""",
        (json, batch, body) => json.DecodeMetrics(batch, body, OtlpLimits.Default),
        batch => _metrics.AppendAsync(Some.Tenant, batch, CancellationToken.None));

    private static async Task<TResult> SendAsync<TResult>(
        string text, Func<OtlpJsonDecoder, TelemetryBatch, ReadOnlyMemory<byte>, OtlpDecodeResult> decode, Func<TelemetryBatch, Task<TResult>> append)
    {
        using var json = new OtlpJsonDecoder();
        var batch = new TelemetryBatch(Keys);
        Assert.IsNotType<OtlpDecodeResult.Malformed>(decode(json, batch, Encoding.UTF8.GetBytes(text)));
        Assert.Equal(0, batch.Rejections.Count);
        Reader.Read(batch);
        return await append(batch);
    }
}
