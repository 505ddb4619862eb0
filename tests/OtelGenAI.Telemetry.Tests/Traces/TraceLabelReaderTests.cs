using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Tests.Traces;

public class TraceLabelReaderTests
{
    [Fact]
    public void Labels_are_found_on_any_span_of_any_dialect()
    {
        var labels = Read(
            Span(1), Span(2, (Name("langfuse", "session"), "s-1"), (Name("langfuse", "tags"), """["a","b"]"""), (Name("langfuse", "environment"), "staging"), (Name("langfuse", "release"), "v7"), (Name("langfuse", "version"), "p3")),
            Span(3, (Name("openinference", "tags"), "b, c"), (Name("openinference", "metadata"), """{"region":"eu","n":3}"""), (UserAttributes.Id, "u-1")));

        Assert.Equal(("s-1", "u-1", "staging", "v7", "p3"), (labels.Session, labels.User, labels.Environment, labels.Release, labels.Version));
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
            Assert.Equal(("early", "1.2", "prod"), (labels.Session, labels.Release, labels.Environment));
        }
    }

    [Fact]
    public void On_one_span_the_conventions_name_is_better_than_a_dialects()
    {
        var labels = Read(Span(1, (Name("langfuse", "session"), "theirs"), (GenAIAttributes.ConversationId, "ours")));

        Assert.Equal("ours", labels.Session);
    }

    [Fact]
    public void What_was_copied_from_baggage_counts_with_and_without_the_prefix()
    {
        var labels = Read(Span(1, ($"baggage.{UserAttributes.Id}", "u-1"), ($"baggage.{Name("langfuse", "environment")}", "dev")));

        Assert.Equal(("u-1", "dev"), (labels.User, labels.Environment));
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

    private static TraceLabels Read(params JsonObject[] spans)
    {
        var batch = Decode(new AttributeKeyTable(), spans);
        var reader = new TraceLabelReader();
        for (var i = 0; i < batch.Spans.Length; i++)
        {
            reader.Add(batch, i);
        }

        return reader.Result();
    }
}
