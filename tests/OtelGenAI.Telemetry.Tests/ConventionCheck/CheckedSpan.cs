using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Telemetry.ConventionCheck;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Tests.ConventionCheck;

/// <summary>A chat span without a fault, to which a test gives one.</summary>
internal sealed class CheckedSpan
{
    private readonly List<(string Name, JsonNode? Value)> _attributes =
    [
        (GenAIAttributes.OperationName, Text(GenAIOperationNameValues.Chat)),
        (GenAIAttributes.ProviderName, Text(GenAIProviderNameValues.OpenAI)),
        (GenAIAttributes.RequestModel, Text("gpt-4o")),
        (GenAIAttributes.UsageInputTokens, new JsonObject { ["intValue"] = "12" }),
        (GenAIAttributes.RequestTemperature, new JsonObject { ["doubleValue"] = 0.5 }),
        (GenAIAttributes.ResponseFinishReasons, List("stop")),
        ("app.tenant", Text("acme")),
    ];

    private readonly List<string> _events = [];

    /// <summary>Its name; without one, what the conventions call it.</summary>
    public string? Name { get; set; }

    public int Kind { get; set; } = 3;

    public int Status { get; set; }

    public bool IsContentForbidden { get; set; }

    public static JsonNode Text(string value) => new JsonObject { ["stringValue"] = value };

    public static JsonNode Int(long value) => new JsonObject { ["intValue"] = value.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    public static JsonNode List(params string[] values) =>
        new JsonObject { ["arrayValue"] = new JsonObject { ["values"] = new JsonArray([.. values.Select(Text)]) } };

    public CheckedSpan With(string name, JsonNode value)
    {
        Without(name)._attributes.Add((name, value));
        return this;
    }

    public CheckedSpan With(string name, string value) => With(name, Text(value));

    public CheckedSpan Without(string name)
    {
        _attributes.RemoveAll(attribute => attribute.Name == name);
        return this;
    }

    public CheckedSpan WithEvent(string name)
    {
        _events.Add(name);
        return this;
    }

    /// <summary>The findings, as rule and attribute.</summary>
    public IEnumerable<string> Findings => Check().Items.Select(item => $"{item.Finding.Rule.Name} {item.Finding.Attribute}");

    private string RightName => Of(McpAttributes.MethodName) is { } method
        ? Join(method, Of(GenAIAttributes.ToolName))
        : Join(Of(GenAIAttributes.OperationName), Of(GenAIAttributes.OperationName) switch
        {
            GenAIOperationNameValues.InvokeAgent => Of(GenAIAttributes.AgentName),
            GenAIOperationNameValues.ExecuteTool => Of(GenAIAttributes.ToolName),
            GenAIOperationNameValues.Retrieval => Of(GenAIAttributes.DataSourceId),
            _ => Of(GenAIAttributes.RequestModel),
        });

    private string? Of(string name) => _attributes.Find(attribute => attribute.Name == name).Value is JsonObject value ? (string?)value["stringValue"] : null;

    private static string Join(string? first, string? second) => second is null ? first ?? "" : $"{first} {second}";

    public FindingCounts Check()
    {
        var span = new JsonObject
        {
            ["traceId"] = Some.TraceId.ToString(),
            ["spanId"] = Some.SpanId(7).ToString(),
            ["name"] = Name ?? RightName,
            ["kind"] = Kind,
            ["startTimeUnixNano"] = "1",
            ["endTimeUnixNano"] = "2",
            ["status"] = new JsonObject { ["code"] = Status },
            ["attributes"] = new JsonArray([.. _attributes.Select(attribute => new JsonObject { ["key"] = attribute.Name, ["value"] = attribute.Value!.DeepClone() })]),
            ["events"] = new JsonArray([.. _events.Select(name => new JsonObject { ["name"] = name, ["timeUnixNano"] = "1" })]),
        };
        var resource = new JsonObject { ["attributes"] = new JsonArray(new JsonObject { ["key"] = ServiceAttributes.Name, ["value"] = Text("shop") }) };
        var request = new JsonObject
        {
            ["resourceSpans"] = new JsonArray(new JsonObject
            {
                ["resource"] = resource,
                ["scopeSpans"] = new JsonArray(new JsonObject { ["spans"] = new JsonArray(span) }),
            }),
        };
        var keys = new AttributeKeyTable();
        var batch = new TelemetryBatch(keys);
        using var decoder = new OtlpJsonDecoder();
        Assert.IsType<OtlpDecodeResult.Decoded>(decoder.DecodeTraces(batch, Encoding.UTF8.GetBytes(request.ToJsonString()), OtlpLimits.Default));
        new DialectReader(keys).Read(batch);
        var counts = new FindingCounts();
        new ConventionChecker(IsContentForbidden).Check(batch, counts);
        return counts;
    }
}
