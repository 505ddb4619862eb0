using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Tests.Traces;

public class TraceLabelsTests
{
    [Fact]
    public void Labels_are_found_on_any_span_of_any_dialect()
    {
        var labels = Read(
            Span(1), Span(2, (Name("langfuse", "session"), "s-1"), (Name("langfuse", "tags"), """["a","b"]"""), (Name("langfuse", "environment"), "staging"), (Name("langfuse", "release"), "v7"), (Name("langfuse", "version"), "p3")),
            Span(3, (Name("openinference", "tags"), "b, c"), (Name("openinference", "metadata"), """{"region":"eu","n":3}"""), (UserAttributes.Id, "u-1")));

        Assert.Equal(("s-1", "u-1", "staging", "v7", "p3"), (labels.ConversationId, labels.UserId, labels.Environment, labels.Release, labels.Version));
        Assert.Equal(["a", "b", "c"], labels.Tags);
        Assert.Equal(["n=3", "region=eu"], labels.Metadata.Select(entry => $"{entry.Key}={entry.Value}"));
    }

    [Fact]
    public void Names_below_a_prefix_are_keys_of_metadata()
    {
        var labels = Read(Span(1, (Name("openllmetry", "metadata").Replace(".*", ".plan", StringComparison.Ordinal), "pro")));

        Assert.Equal("pro", (string?)labels.Metadata["plan"]);
    }

    [Fact]
    public void The_earliest_span_decides_whatever_arrives_first_and_spans_come_before_resources()
    {
        var spans = new[]
        {
            Span(3, [(SessionAttributes.Id, "late")]), Span(2, [(SessionAttributes.Id, "early")]), Span(1, [], (SessionAttributes.Id, "resource"), (ServiceAttributes.Version, "1.2"), (DeploymentAttributes.EnvironmentName, "prod")),
        };
        foreach (var order in new[] { spans, [.. spans.Reverse()] })
        {
            var labels = Read(order);
            Assert.Equal(("early", "1.2", "prod"), (labels.ConversationId, labels.Release, labels.Environment));
        }
    }

    [Fact]
    public void On_one_span_the_conventions_name_is_better_than_a_dialects()
    {
        var labels = Read(Span(1, (Name("langfuse", "session"), "theirs"), (GenAIAttributes.ConversationId, "ours")));

        Assert.Equal("ours", labels.ConversationId);
    }

    [Fact]
    public void What_was_copied_from_baggage_counts_with_and_without_the_prefix()
    {
        var labels = Read(Span(1, ($"baggage.{UserAttributes.Id}", "u-1"), ($"baggage.{Name("langfuse", "environment")}", "dev")));

        Assert.Equal(("u-1", "dev"), (labels.UserId, labels.Environment));
    }

    [Fact]
    public void A_session_on_the_resource_is_every_spans_in_the_stored_columns_unless_it_has_its_own()
    {
        var keys = new AttributeKeyTable();
        var batch = Decode(keys, Span(1, [], (SessionAttributes.Id, "resource"), (EnduserAttributes.Id, "u")), Span(2, [(SessionAttributes.Id, "own")], (SessionAttributes.Id, "resource")));

        Assert.Equal(["resource", "own"], Enumerable.Range(0, 2).Select(i => Encoding.UTF8.GetString(batch.Columns[i].ConversationId.Span)));
        Assert.Equal("u", Encoding.UTF8.GetString(batch.Columns[0].UserId.Span));
    }

    [Fact]
    public void Our_own_tags_and_metadata_are_read()
    {
        var labels = Read(Span(1, (OtelGenAIAttributes.Tags, """["nightly","eval"]"""), ($"{OtelGenAIAttributes.Metadata}.region", "eu")));

        Assert.Equal(["nightly", "eval"], labels.Tags);
        Assert.Equal("eu", (string?)labels.Metadata["region"]);
    }

    [Fact]
    public void Spans_that_say_nothing_of_their_trace_and_resources_that_say_the_usual_have_no_labels()
    {
        var batch = Decode(new AttributeKeyTable(), Span(1, [(GenAIAttributes.ConversationId, "c")], (ServiceAttributes.Name, "api"), (ServiceAttributes.Version, "1"), (DeploymentAttributes.EnvironmentName, "prod")));

        Assert.Equal((null, null), (batch.Columns[0].Labels, batch.ResourceColumns[0].Labels));
    }

    [Fact]
    public void A_long_value_is_shortened_and_never_within_a_character()
    {
        var labels = Read(Span(1, ($"{OtelGenAIAttributes.Metadata}.text", new string('x', 254) + "😀 and more")));

        Assert.Equal(new string('x', 254) + "…", (string?)labels.Metadata["text"]);
    }

    [Fact]
    public void Tags_and_metadata_have_a_limit()
    {
        var tags = string.Join(',', Enumerable.Range(0, 1_000));
        var metadata = new JsonObject(Enumerable.Range(0, 1_000).Select(i => KeyValuePair.Create($"k{i}", (JsonNode?)i))).ToJsonString();
        var labels = Read(Span(1, (Name("openinference", "tags"), tags), (Name("openinference", "metadata"), metadata)));

        Assert.Equal((64, 128), (labels.Tags.Count, labels.Metadata.Count));
    }

    // What the dialect calls it, from the data, so that no name is written down twice.
    private static string Name(string dialect, string field)
    {
        var definition = DialectRegistry.Dialects.Single(one => one.Name == dialect);
        return field == "session"
            ? definition.Fields.Single(one => one.Field == "conversation").From[0]
            : definition.Trace.Single(one => one.Field == field).From[0];
    }

    private static JsonObject Span(int id, params (string Key, string Value)[] attributes) => Span(id, attributes, resource: []);

    private static JsonObject Span(int id, (string Key, string Value)[] attributes, params (string Key, string Value)[] resource) => new()
    {
        ["resource"] = new JsonObject { ["attributes"] = Attributes(resource) },
        ["scopeSpans"] = new JsonArray(new JsonObject
        {
            ["spans"] = new JsonArray(new JsonObject
            {
                ["traceId"] = Some.TraceId.ToString(),
                ["spanId"] = Some.SpanId(id).ToString(),
                ["startTimeUnixNano"] = $"{id}",
                ["attributes"] = Attributes(attributes),
            }),
        }),
    };

    private static JsonArray Attributes((string Key, string Value)[] attributes) =>
        [.. attributes.Select(attribute => new JsonObject { ["key"] = attribute.Key, ["value"] = new JsonObject { ["stringValue"] = attribute.Value } })];

    private static TelemetryBatch Decode(AttributeKeyTable keys, params JsonObject[] spans)
    {
        var request = new JsonObject { ["resourceSpans"] = new JsonArray([.. spans.Select(span => span.DeepClone())]) };
        var batch = new TelemetryBatch(keys);
        using var decoder = new OtlpJsonDecoder();
        Assert.IsType<OtlpDecodeResult.Decoded>(decoder.DecodeTraces(batch, Encoding.UTF8.GetBytes(request.ToJsonString()), OtlpLimits.Default));
        new DialectReader(keys).Read(batch);
        return batch;
    }

    // As they arrive, and as a store gives them back.
    private static TraceSummary Read(params JsonObject[] spans)
    {
        var batch = Decode(new AttributeKeyTable(), spans);
        var (arriving, stored, strings) = (new TraceAccumulator(Some.TraceId), new TraceAccumulator(Some.TraceId), new Utf8StringPool());
        for (var i = 0; i < batch.Spans.Length; i++)
        {
            ref readonly var span = ref batch.Spans[i];
            ref readonly var columns = ref batch.Columns[i];
            ref readonly var resource = ref batch.ResourceColumns[span.ResourceIndex];
            arriving.Add(batch, i, strings);
            stored.Add(new SpanRecord
            {
                TraceId = span.TraceId,
                SpanId = span.SpanId,
                StartUnixNano = (long)span.StartUnixNano,
                EndUnixNano = (long)span.StartUnixNano,
                ConversationId = strings.Get(columns.ConversationId.Span),
                UserId = strings.Get(columns.UserId.Span),
                Environment = strings.Get(resource.Environment.Span),
                Release = strings.Get(resource.ServiceVersion.Span),
                Labels = columns.Labels,
                ResourceLabels = resource.Labels,
            });
        }

        var summary = arriving.Summarize();
        Same(summary, stored.Summarize());
        Same(summary, TraceLabels.Read(summary with { Version = null, Tags = [], Metadata = new Dictionary<string, JsonNode?>() }, TraceLabels.Write(summary)));
        return summary;
    }

    private static void Same(TraceSummary expected, TraceSummary actual)
    {
        var none = new Dictionary<string, JsonNode?>();
        Assert.Equal(TraceLabels.Write(expected), TraceLabels.Write(actual));
        Assert.Equivalent(expected with { Metadata = none }, actual with { Metadata = none }, strict: true);
    }
}
