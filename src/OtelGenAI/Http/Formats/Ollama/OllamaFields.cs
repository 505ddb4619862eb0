using System.Text.Json;
using OtelGenAI.Conventions;

namespace OtelGenAI.Http.Formats.Ollama;

/// <summary>What requests of Ollama's API share.</summary>
internal static class OllamaFields
{
    /// <summary>Value of <c>gen_ai.provider.name</c>: the conventions have none, everybody writes this one.</summary>
    public const string ProviderName = "ollama";

    /// <summary>The <c>options</c> of a request.</summary>
    public static readonly FieldTable Options = new()
    {
        ["temperature"] = RequestFields.Temperature,
        ["top_p"] = RequestFields.TopP,
        ["top_k"] = RequestFields.TopK,
        ["num_predict"] = RequestFields.MaxTokens,
        ["stop"] = RequestFields.StopSequences,
        ["seed"] = RequestFields.Seed,
        ["presence_penalty"] = RequestFields.PresencePenalty,
        ["frequency_penalty"] = RequestFields.FrequencyPenalty,
    };

    /// <summary>The <c>think</c> of a request: yes, no, or how much.</summary>
    public static readonly ReadField Think = static (ref reader, facts, _) => facts.ReasoningLevel = JsonFields.ReadString(ref reader);

    /// <summary>The <c>format</c> of a request: the word json, or a schema.</summary>
    public static readonly ReadField Format = static (ref reader, facts, _) =>
    {
        if (JsonFields.ReadElement(ref reader, static format => format.ValueKind == JsonValueKind.Object || (format.ValueKind == JsonValueKind.String && format.ValueEquals("json"u8))))
        {
            facts.OutputType = GenAIOutputTypeValues.Json;
        }
    };
}
