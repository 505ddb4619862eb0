using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Bedrock;

/// <summary>The bodies of Bedrock's Converse, which Amazon's own models also take when they are invoked.</summary>
/// <remarks>Source: AWS, Bedrock API reference, "Converse" and "ConverseStream".</remarks>
internal static class ConverseBodies
{
    private static readonly FieldTable s_inferenceConfig = new()
    {
        ["maxTokens"] = RequestFields.MaxTokens,
        ["temperature"] = RequestFields.Temperature,
        ["topP"] = RequestFields.TopP,
        ["topK"] = RequestFields.TopK,
        ["stopSequences"] = RequestFields.StopSequences,
    };

    // Where what Converse has no word for is passed on, in the words of the model's maker.
    private static readonly FieldTable s_additional = new()
    {
        ["top_k"] = RequestFields.TopK,
        ["inferenceConfig"] = s_inferenceConfig.ReadValue,
    };

    private static readonly FieldTable s_guardrail = new()
    {
        ["guardrailIdentifier"] = static (ref reader, facts, _) => facts.AwsGuardrailId = JsonFields.ReadString(ref reader),
    };

    private static readonly FieldTable s_toolConfig = new()
    {
        ["tools"] = RequestFields.Tools(ReadTools),
    };

    private static readonly FieldTable s_request = new()
    {
        ["messages"] = RequestFields.Input(ReadMessages),
        ["system"] = RequestFields.SystemInstructions(ReadParts),
        ["inferenceConfig"] = s_inferenceConfig.ReadValue,
        ["additionalModelRequestFields"] = s_additional.ReadValue,
        ["guardrailConfig"] = s_guardrail.ReadValue,
        ["toolConfig"] = s_toolConfig.ReadValue,
    };

    /// <summary>Reads a request.</summary>
    /// <returns>Whether it has messages.</returns>
    public static bool ReadRequest(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy)
    {
        s_request.ReadBody(body, facts, policy);
        return facts.HasInput;
    }

    /// <summary>Reads a whole answer, or a refusal.</summary>
    public static void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts)
    {
        var reader = new Utf8JsonReader(body);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        BedrockErrors.ReadBody(root, facts);
        ReadUsage(JsonFields.PropertyOf(root, "usage"), facts);
        if (JsonFields.StringOf(root, "stopReason") is { } reason)
        {
            facts.SetFinishReason(choice: 0, reason);
            facts.SawTerminalMarker = true;
        }

        if (facts.ReadsOutput && JsonFields.PropertyOf(JsonFields.PropertyOf(root, "output"), "message") is { ValueKind: JsonValueKind.Object } message)
        {
            facts.Output = [ReadMessage(message) with { FinishReason = facts.FinishReasons is [var first] ? OutputFinishReasons.Of(first) : null }];
        }
    }

    /// <summary>Reads a <c>usage</c>.</summary>
    /// <remarks>Cached tokens are counted beside the input here; the conventions count them in it.</remarks>
    public static void ReadUsage(JsonElement usage, InvocationFacts facts)
    {
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var cacheRead = JsonFields.IntegerOf(usage, "cacheReadInputTokens");
        var cacheWrite = JsonFields.IntegerOf(usage, "cacheWriteInputTokens");
        facts.Usage = facts.Usage with
        {
            InputTokens = JsonFields.IntegerOf(usage, "inputTokens") + (cacheRead ?? 0) + (cacheWrite ?? 0),
            OutputTokens = JsonFields.IntegerOf(usage, "outputTokens"),
            CacheReadInputTokens = cacheRead,
            CacheWriteInputTokens = cacheWrite,
        };
    }

    private static List<GenAIMessage> ReadMessages(JsonElement messages) => [.. JsonFields.ObjectsOf(messages).Select(ReadMessage)];

    private static GenAIMessage ReadMessage(JsonElement message) =>
        new(JsonFields.StringOf(message, "role") ?? "user", ReadParts(JsonFields.PropertyOf(message, "content")));

    private static List<GenAIPart> ReadParts(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? [new GenAIPart.Text(content.GetString()!)]
        : [.. JsonFields.ObjectsOf(content).Select(ReadPart)];

    private static GenAIPart ReadPart(JsonElement block)
    {
        if (JsonFields.StringOf(block, "text") is { } text)
        {
            return new GenAIPart.Text(text);
        }

        if (JsonFields.PropertyOf(block, "toolUse") is { ValueKind: JsonValueKind.Object } use)
        {
            return new GenAIPart.ToolCall(JsonFields.StringOf(use, "toolUseId"), JsonFields.StringOf(use, "name") ?? "", JsonFields.TextOf(use, "input"));
        }

        if (JsonFields.PropertyOf(block, "toolResult") is { ValueKind: JsonValueKind.Object } result)
        {
            return new GenAIPart.ToolCallResponse(
                JsonFields.StringOf(result, "toolUseId"),
                string.Concat(JsonFields.ObjectsOf(result, "content").Select(static item => JsonFields.StringOf(item, "text") ?? JsonFields.TextOf(item, "json"))));
        }

        if (JsonFields.PropertyOf(block, "reasoningContent") is { ValueKind: JsonValueKind.Object } reasoning)
        {
            return new GenAIPart.Reasoning(JsonFields.StringOf(JsonFields.PropertyOf(reasoning, "reasoningText"), "text") ?? "");
        }

        return ReadMedia(block) ?? new GenAIPart.Generic(NameOf(block), Content: null);
    }

    private static GenAIPart? ReadMedia(JsonElement block)
    {
        var modality = NameOf(block);
        var media = JsonFields.PropertyOf(block, modality);
        var source = JsonFields.PropertyOf(media, "source");
        if (JsonFields.StringOf(source, "bytes") is { } bytes)
        {
            var format = JsonFields.StringOf(media, "format");
            return new GenAIPart.Blob(modality, format is null || modality == "document" ? null : $"{modality}/{format}", bytes);
        }

        return JsonFields.StringOf(JsonFields.PropertyOf(source, "s3Location"), "uri") is { } address ? new GenAIPart.Link(modality, address) : null;
    }

    private static string NameOf(JsonElement block) => block.EnumerateObject().Select(static property => property.Name).FirstOrDefault() ?? "unknown";

    private static List<GenAIToolDefinition> ReadTools(JsonElement tools, ContentPolicy policy) =>
    [
        .. JsonFields.ObjectsOf(tools).Select(static tool => JsonFields.PropertyOf(tool, "toolSpec")).Where(static tool => tool.ValueKind == JsonValueKind.Object)
            .Select(tool => new GenAIToolDefinition(
                "function",
                JsonFields.StringOf(tool, "name") ?? "",
                policy.ToolDetails ? JsonFields.StringOf(tool, "description") : null,
                policy.ToolDetails ? JsonFields.TextOf(JsonFields.PropertyOf(tool, "inputSchema"), "json") : null)),
    ];
}
