using System.Text.Json;
using OtelGenAI.Content;

namespace OtelGenAI.Http.Formats;

/// <summary>How the values of a request are read that most APIs have, under whatever name; rows of a <see cref="FieldTable"/>.</summary>
internal static class RequestFields
{
    public static readonly ReadField Model = static (ref reader, facts, _) => facts.RequestModel = JsonFields.ReadString(ref reader);

    public static readonly ReadField Stream = static (ref reader, facts, _) => facts.IsStream = JsonFields.ReadBoolean(ref reader);

    public static readonly ReadField MaxTokens = static (ref reader, facts, _) => facts.MaxTokens = JsonFields.ReadInteger(ref reader) ?? facts.MaxTokens;

    public static readonly ReadField Temperature = static (ref reader, facts, _) => facts.Temperature = JsonFields.ReadNumber(ref reader);

    public static readonly ReadField TopP = static (ref reader, facts, _) => facts.TopP = JsonFields.ReadNumber(ref reader);

    // Some APIs declare it a number with a fraction, though nothing but whole ones makes sense.
    public static readonly ReadField TopK = static (ref reader, facts, _) => facts.TopK = (long?)JsonFields.ReadNumber(ref reader);

    public static readonly ReadField FrequencyPenalty = static (ref reader, facts, _) => facts.FrequencyPenalty = JsonFields.ReadNumber(ref reader);

    public static readonly ReadField PresencePenalty = static (ref reader, facts, _) => facts.PresencePenalty = JsonFields.ReadNumber(ref reader);

    public static readonly ReadField StopSequences = static (ref reader, facts, _) => facts.StopSequences = JsonFields.ReadStrings(ref reader);

    public static readonly ReadField Seed = static (ref reader, facts, _) => facts.Seed = JsonFields.ReadInteger(ref reader);

    public static readonly ReadField ChoiceCount = static (ref reader, facts, _) => facts.ChoiceCount = JsonFields.ReadInteger(ref reader);

    public static readonly ReadField EmbeddingDimensions = static (ref reader, facts, _) => facts.EmbeddingDimensions = JsonFields.ReadInteger(ref reader);

    public static readonly ReadField EncodingFormats = static (ref reader, facts, _) => facts.EncodingFormats = JsonFields.ReadStrings(ref reader);

    /// <summary>An input that is never captured: the conventions have no place for it.</summary>
    public static readonly ReadField UncapturedInput = static (ref reader, facts, _) =>
    {
        facts.HasInput = true;
        JsonFields.SkipValue(ref reader);
    };

    /// <summary>The messages, read only if somebody wants them.</summary>
    public static ReadField Input(Func<JsonElement, IReadOnlyList<GenAIMessage>> read) => (ref reader, facts, _) =>
    {
        facts.HasInput = true;
        if (facts.ReadsInput)
        {
            facts.Input = JsonFields.ReadElement(ref reader, read);
        }
        else
        {
            JsonFields.SkipValue(ref reader);
        }
    };

    /// <summary>Instructions beside the messages, read only if they may be captured.</summary>
    public static ReadField SystemInstructions(Func<JsonElement, IReadOnlyList<GenAIPart>> read) => (ref reader, facts, policy) =>
    {
        if (policy.Captures)
        {
            facts.SystemInstructions = JsonFields.ReadElement(ref reader, read);
        }
        else
        {
            JsonFields.SkipValue(ref reader);
        }
    };

    /// <summary>The tools offered, read only if they may be captured.</summary>
    public static ReadField Tools(Func<JsonElement, ContentPolicy, IReadOnlyList<GenAIToolDefinition>> read) => (ref reader, facts, policy) =>
    {
        if (policy.Captures)
        {
            facts.Tools = JsonFields.ReadElement(ref reader, element => read(element, policy));
        }
        else
        {
            JsonFields.SkipValue(ref reader);
        }
    };
}
