using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Tests.Golden;

/// <summary>
/// What a reader makes of what clients send: <c>Golden/DIALECT/CASE.in.json</c> (OTLP/JSON) against <c>CASE.out.json</c>. On a mismatch
/// <c>CASE.received.json</c> is written beside it; set ACCEPT_GOLDEN=1 to accept what was received, and review the difference.
/// </summary>
public class GoldenTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // From the build, not from the compiler: deterministic builds write other source paths.
    private static string Folder { get; } =
        typeof(GoldenTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "GoldenFolder").Value!;

    public static TheoryData<string> Cases =>
        [.. Directory.EnumerateFiles(Folder, "*.in.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order()];

    /// <summary>What a client sent.</summary>
    public static byte[] Bytes(string input) => File.ReadAllBytes(Path.Combine(Folder, input));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_span_is_read_as_it_was(string input)
    {
        var received = Read(Bytes(input)).ToJsonString(Indented) + "\n";
        var expectedFile = Path.Combine(Folder, input.Replace(".in.json", ".out.json", StringComparison.Ordinal));
        var receivedFile = Path.Combine(Folder, input.Replace(".in.json", ".received.json", StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("ACCEPT_GOLDEN") == "1")
        {
            File.WriteAllText(expectedFile, received);
        }

        var expected = File.Exists(expectedFile) ? File.ReadAllText(expectedFile).ReplaceLineEndings("\n") : "";
        if (expected != received)
        {
            File.WriteAllText(receivedFile, received);
        }

        Assert.Equal(expected, received);
        File.Delete(receivedFile);
    }

    private static JsonArray Read(byte[] otlpJson)
    {
        var keys = new AttributeKeyTable();
        var batch = new TelemetryBatch(keys);
        using var decoder = new OtlpJsonDecoder();
        Assert.IsType<OtlpDecodeResult.Decoded>(decoder.DecodeTraces(batch, otlpJson, OtlpLimits.Default));
        var reader = new DialectReader(keys);
        reader.Read(batch);
        var logs = new TelemetryBatch(keys);
        using var logDecoder = new OtlpJsonDecoder();
        Assert.IsType<OtlpDecodeResult.Decoded>(logDecoder.DecodeLogs(logs, otlpJson, OtlpLimits.Default));
        var spans = new JsonArray();
        for (var i = 0; i < batch.Spans.Length; i++)
        {
            spans.Add((JsonNode)Span(reader, batch, i, logs));
        }

        return spans;
    }

    private static JsonObject Span(DialectReader reader, TelemetryBatch batch, int index, TelemetryBatch logs)
    {
        var columns = batch.Columns[index];
        var resource = batch.ResourceColumns[batch.Spans[index].ResourceIndex];
        var content = SpanContentReader.Read(batch, index);
        var (logContent, scores) = ReadLogs(logs, batch.Spans[index].SpanId);
        logContent.Complete(content);
        var view = new JsonObject
        {
            ["name"] = Encoding.UTF8.GetString(batch.Bytes(batch.Spans[index].Name)),
            ["kind"] = columns.Kind.Name,
            ["service"] = Text(resource.ServiceName),
            ["environment"] = Text(resource.Environment),
            ["operation"] = Text(columns.Operation),
            ["provider"] = Text(columns.Provider),
            ["requestModel"] = Text(columns.RequestModel),
            ["responseModel"] = Text(columns.ResponseModel),
            ["responseId"] = Text(columns.ResponseId),
            ["finishReasons"] = Text(columns.FinishReasons),
            ["agentName"] = Text(columns.AgentName),
            ["toolName"] = Text(columns.ToolName),
            ["toolCallId"] = Text(columns.ToolCallId),
            ["conversationId"] = Text(columns.ConversationId),
            ["userId"] = Text(columns.UserId),
            ["errorType"] = Text(columns.ErrorType),
            ["inputTokens"] = columns.Tokens.Input,
            ["outputTokens"] = columns.Tokens.Output,
            ["cacheReadTokens"] = columns.Tokens.CacheRead,
            ["cacheWriteTokens"] = columns.Tokens.CacheWrite,
            ["reasoningTokens"] = columns.Tokens.Reasoning,
            ["cacheWrite1hTokens"] = columns.Tokens.CacheWrite1h,
            ["audioInputTokens"] = columns.Tokens.AudioInput,
            ["audioOutputTokens"] = columns.Tokens.AudioOutput,
            ["reportedCostUsd"] = columns.ReportedCostUsd,
            ["serviceTier"] = Text(columns.ServiceTier),
            ["timeToFirstChunk"] = columns.TimeToFirstChunkSeconds,
            ["flags"] = columns.Flags.ToNames().Any() ? string.Join(' ', columns.Flags.ToNames()) : null,
            ["infra"] = columns.Flags.Infrastructure,
            ["input"] = content.Input,
            ["output"] = content.Output,
            ["systemInstructions"] = content.SystemInstructions,
            ["toolDefinitions"] = content.ToolDefinitions,
            ["toolArguments"] = content.ToolArguments,
            ["toolResult"] = content.ToolResult,
            ["documents"] = content.Documents,
            ["scores"] = scores.Count == 0 ? null : scores,
            ["fromLogs"] = FromLogs(content),
            ["explain"] = Explain(reader.Explain(batch, index), content),
        };
        foreach (var (name, _) in view.Where(entry => entry.Value is null).ToArray())
        {
            view.Remove(name);
        }

        return view;
    }

    private static JsonObject Explain(SpanOrigins origins, SpanContent content)
    {
        var explain = new JsonObject { ["dialect"] = origins.Dialect, ["instrumentation"] = origins.Instrumentation, ["kind"] = origins.KindReason };
        for (var slot = 0; slot < origins.SourceOf.Count; slot++)
        {
            if (origins.SourceOf[slot] is { } source)
            {
                explain[((AttributeSlot)slot).ToString()] = source;
            }
        }

        foreach (var (property, source) in content.Sources.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            explain[property] = source;
        }

        if (origins.NotUnderstood.Count > 0)
        {
            explain["notUnderstood"] = new JsonArray([.. origins.NotUnderstood.Select(name => (JsonNode)name)]);
        }

        return explain;
    }

    private static (LogContent Content, JsonArray Scores) ReadLogs(TelemetryBatch logs, SpanId spanId)
    {
        var content = new LogContent();
        var scores = new JsonArray();
        for (var i = 0; i < logs.Logs.Length; i++)
        {
            if (logs.Logs[i].SpanId != spanId)
            {
                continue;
            }

            content.Add(logs, i, $"logs[{i}]");
            if (EvaluationScore.Read(LogEvents.NameOf(logs, logs.Logs[i]), ValueJson.ToObject(logs, logs.Logs[i].Attributes)) is { } score)
            {
                scores.Add($"{score.Name} {score.Value} {score.Label}");
            }
        }

        return (content, scores);
    }

    private static JsonObject? FromLogs(SpanContent content)
    {
        var sources = new JsonObject();
        foreach (var (property, source) in content.Sources.Where(entry => entry.Value.StartsWith("logs[", StringComparison.Ordinal)))
        {
            sources[property] = source;
        }

        return sources.Count == 0 ? null : sources;
    }

    private static string? Text(ReadOnlyMemory<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text.Span);
}
