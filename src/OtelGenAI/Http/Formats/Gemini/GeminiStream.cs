using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Gemini;

/// <summary>Reads an answer of one or many pieces, which all have the shape of a whole one.</summary>
internal sealed class GeminiStream(InvocationFacts facts, ContentPolicy policy) : IStreamedResponse
{
    // Counts grow with the answer and are in every piece; a signature is said once for each thought.
    private static readonly string[] s_wordFields =
        ["text", "thoughtSignature", "candidatesTokenCount", "thoughtsTokenCount", "totalTokenCount", "tokenCount"];

    private readonly SortedDictionary<int, StreamedMessage> _candidates = [];

    public IReadOnlyList<string> WordFields => s_wordFields;

    public bool HasRunningCounts => true;

    public bool IsRepeatable { get; private set; }

    public bool Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        if (JsonFields.PropertyOf(root, "error") is { ValueKind: JsonValueKind.Object } error)
        {
            facts.ProviderError = ProviderErrors.Word(JsonFields.StringOf(error, "status")) ?? ErrorTypeValues.Other;
            return false;
        }

        IsRepeatable = true;
        facts.ResponseId ??= JsonFields.StringOf(root, "responseId");
        facts.ResponseModel ??= JsonFields.StringOf(root, "modelVersion");
        ReadUsage(JsonFields.PropertyOf(root, "usageMetadata"));
        if (JsonFields.StringOf(JsonFields.PropertyOf(root, "promptFeedback"), "blockReason") is { } blockReason)
        {
            // The prompt was refused: there are no candidates, and this is why.
            facts.SetFinishReason(choice: 0, blockReason);
        }

        var carriesContent = false;
        var position = 0;
        foreach (var candidate in JsonFields.ObjectsOf(root, "candidates"))
        {
            carriesContent |= ReadCandidate(candidate, (int?)JsonFields.IntegerOf(candidate, "index") ?? position);
            position++;
        }

        return carriesContent;
    }

    public void Complete()
    {
        facts.SawTerminalMarker |= facts.HasFinishReasons;
        if (facts.ReadsOutput && _candidates.Count > 0)
        {
            var reasons = facts.FinishReasons ?? [];
            facts.Output = [.. _candidates.Select(pair => pair.Value.ToMessage(pair.Key < reasons.Length ? reasons[pair.Key] : null))];
        }
    }

    private bool ReadCandidate(JsonElement candidate, int index)
    {
        if (JsonFields.StringOf(candidate, "finishReason") is { } reason)
        {
            facts.SetFinishReason(index, reason);
        }

        if (index is < 0 or >= 128)
        {
            return false;
        }

        if (!_candidates.TryGetValue(index, out var message))
        {
            message = new StreamedMessage(facts, policy);
            _candidates.Add(index, message);
        }

        var carriesContent = false;
        foreach (var part in JsonFields.ObjectsOf(JsonFields.PropertyOf(candidate, "content"), "parts"))
        {
            carriesContent |= ReadPart(part, message);
        }

        return carriesContent;
    }

    private bool ReadPart(JsonElement part, StreamedMessage message)
    {
        if (JsonFields.PropertyOf(part, "functionCall") is { ValueKind: JsonValueKind.Object } call)
        {
            IsRepeatable = false;
            message.WholeToolCall(JsonFields.StringOf(call, "id"), JsonFields.StringOf(call, "name") ?? "", JsonFields.TextOf(call, "args"));
            return true;
        }

        var kind = JsonFields.PropertyOf(part, "thought").ValueKind == JsonValueKind.True ? StreamedPartKind.Reasoning : StreamedPartKind.Text;
        return message.AppendNext(kind, JsonFields.PropertyOf(part, "text"));
    }

    // Thinking is counted beside the answer here, and so are the results of Google's own tools; the conventions count both inside.
    private void ReadUsage(JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var thoughts = JsonFields.IntegerOf(usage, "thoughtsTokenCount");
        var candidates = JsonFields.IntegerOf(usage, "candidatesTokenCount");
        var input = JsonFields.PropertyOf(usage, "promptTokensDetails");
        var output = JsonFields.PropertyOf(usage, "candidatesTokensDetails");
        var cached = JsonFields.PropertyOf(usage, "cacheTokensDetails");
        facts.Usage = new GenAIUsage(
            JsonFields.IntegerOf(usage, "promptTokenCount") + (JsonFields.IntegerOf(usage, "toolUsePromptTokenCount") ?? 0),
            candidates is null && thoughts is null ? null : (candidates ?? 0) + (thoughts ?? 0))
        {
            CacheReadInputTokens = JsonFields.IntegerOf(usage, "cachedContentTokenCount"),
            ReasoningOutputTokens = thoughts,
            TextInputTokens = CountOf(input, "TEXT"),
            ImageInputTokens = CountOf(input, "IMAGE"),
            AudioInputTokens = CountOf(input, "AUDIO"),
            TextOutputTokens = CountOf(output, "TEXT"),
            ImageOutputTokens = CountOf(output, "IMAGE"),
            AudioOutputTokens = CountOf(output, "AUDIO"),
            TextCacheReadInputTokens = CountOf(cached, "TEXT"),
            ImageCacheReadInputTokens = CountOf(cached, "IMAGE"),
            AudioCacheReadInputTokens = CountOf(cached, "AUDIO"),
        };
    }

    private static long? CountOf(JsonElement details, string modality)
    {
        foreach (var detail in JsonFields.ObjectsOf(details))
        {
            if (JsonFields.StringOf(detail, "modality") == modality)
            {
                return JsonFields.IntegerOf(detail, "tokenCount");
            }
        }

        return null;
    }
}
