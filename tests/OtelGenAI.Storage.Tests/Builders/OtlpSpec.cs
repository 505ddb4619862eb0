using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Tests.Builders;

/// <summary>A span, or a log record of it, as a client sends it: OTLP that is decoded and read on its way to the store.</summary>
internal sealed record OtlpSpec
{
    private static readonly AttributeKeyTable Keys = new();
    private static readonly DialectReader Reader = new(Keys);

    public int Trace { get; init; } = 1;

    public int Id { get; init; } = 1;

    public int Parent { get; init; }

    public string Name { get; init; } = "step";

    public double Start { get; init; }

    public double Seconds { get; init; } = 1;

    public string Service { get; init; } = "api";

    /// <summary>Why it failed; <see langword="null"/> when it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>Attributes: texts, whole numbers, numbers, claims.</summary>
    public IReadOnlyList<(string Key, object Value)> Attributes { get; init; } = [];

    /// <summary>An event with attributes.</summary>
    public (string Name, IReadOnlyList<(string Key, object Value)> Attributes)? Event { get; init; }

    /// <summary>Makes it a log record of the span that has this text as its body.</summary>
    public string? Body { get; init; }

    public static OtlpSpec Chat(int trace, int id = 1, int parent = 0, double start = 0, string model = "gpt-4o", int input = 10, int output = 5) => new()
    {
        Trace = trace,
        Id = id,
        Parent = parent,
        Start = start,
        Name = $"chat {model}",
        Attributes =
        [
            (GenAIAttributes.OperationName, "chat"), (GenAIAttributes.ProviderName, "openai"), (GenAIAttributes.RequestModel, model),
            (GenAIAttributes.UsageInputTokens, input), (GenAIAttributes.UsageOutputTokens, output),
        ],
    };

    public static OtlpSpec Tool(int trace, int id, string tool, int parent = 0, double start = 0) => new()
    {
        Trace = trace,
        Id = id,
        Parent = parent,
        Start = start,
        Name = $"execute_tool {tool}",
        Attributes = [(GenAIAttributes.OperationName, "execute_tool"), (GenAIAttributes.ToolName, tool)],
    };

    public OtlpSpec With(string key, object value) => this with { Attributes = [.. Attributes, (key, value)] };

    /// <summary>Sends spans and log records; a store has a batch for each of both.</summary>
    public static async Task AppendAsync(ITraceStore store, params IEnumerable<OtlpSpec> specs)
    {
        foreach (var areLogs in new[] { false, true })
        {
            // The batch borrows the decoder's bytes.
            using var json = new OtlpJsonDecoder();
            if (Batch(json, specs.Where(spec => spec.Body is not null == areLogs).ToList(), areLogs) is { } batch)
            {
                await store.AppendAsync(Some.Tenant, batch, CancellationToken.None);
            }
        }
    }

    private static TelemetryBatch? Batch(OtlpJsonDecoder json, List<OtlpSpec> specs, bool areLogs)
    {
        if (specs.Count == 0)
        {
            return null;
        }

        var resources = new JsonArray([.. specs.GroupBy(spec => spec.Service).Select(service => new JsonObject
        {
            ["resource"] = new JsonObject { ["attributes"] = AttributesOf([(ServiceAttributes.Name, service.Key)]) },
            [areLogs ? "scopeLogs" : "scopeSpans"] = new JsonArray(new JsonObject
            {
                [areLogs ? "logRecords" : "spans"] = new JsonArray([.. service.Select(spec => areLogs ? spec.Log() : spec.Span())]),
            }),
        })]);
        var body = Encoding.UTF8.GetBytes(new JsonObject { [areLogs ? "resourceLogs" : "resourceSpans"] = resources }.ToJsonString());
        var batch = new TelemetryBatch(Keys);
        Assert.IsType<OtlpDecodeResult.Decoded>(areLogs ? json.DecodeLogs(batch, body, OtlpLimits.Default) : json.DecodeTraces(batch, body, OtlpLimits.Default));
        Assert.Equal(0, batch.Rejections.Count);
        Reader.Read(batch);
        return batch;
    }

    private JsonObject Span() => new()
    {
        ["traceId"] = Some.TraceId(Trace).ToString(),
        ["spanId"] = Some.SpanId(Id).ToString(),
        ["parentSpanId"] = Parent == 0 ? "" : Some.SpanId(Parent).ToString(),
        ["name"] = Name,
        ["startTimeUnixNano"] = Nano(Start),
        ["endTimeUnixNano"] = Nano(Start + Seconds),
        ["status"] = Failure is null ? new JsonObject() : new JsonObject { ["code"] = 2, ["message"] = Failure },
        ["attributes"] = AttributesOf(Attributes),
        ["events"] = Event is not { } happened ? [] : new JsonArray(new JsonObject
        {
            ["name"] = happened.Name,
            ["timeUnixNano"] = Nano(Start),
            ["attributes"] = AttributesOf(happened.Attributes),
        }),
    };

    private JsonObject Log() => new()
    {
        ["traceId"] = Trace == 0 ? "" : Some.TraceId(Trace).ToString(),
        ["spanId"] = Id == 0 ? "" : Some.SpanId(Id).ToString(),
        ["timeUnixNano"] = Nano(Start),
        ["body"] = new JsonObject { ["stringValue"] = Body },
        ["attributes"] = AttributesOf(Attributes),
    };

    private static string Nano(double second) => Some.Second(second).ToString(CultureInfo.InvariantCulture);

    private static JsonArray AttributesOf(IReadOnlyList<(string Key, object Value)> attributes) => [.. attributes.Select(attribute => new JsonObject
    {
        ["key"] = attribute.Key,
        ["value"] = ValueOf(attribute.Value),
    })];

    private static JsonObject ValueOf(object value) => value switch
    {
        string text => new JsonObject { ["stringValue"] = text },
        int number => new JsonObject { ["intValue"] = number.ToString(CultureInfo.InvariantCulture) },
        double number => new JsonObject { ["doubleValue"] = number },
        bool claim => new JsonObject { ["boolValue"] = claim },
        string[] texts => new JsonObject { ["arrayValue"] = new JsonObject { ["values"] = new JsonArray([.. texts.Select(text => ValueOf(text))]) } },
        _ => throw new ArgumentException(value.GetType().Name, nameof(value)),
    };
}
