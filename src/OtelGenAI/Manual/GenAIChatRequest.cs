namespace OtelGenAI;

/// <summary>What a model was asked for, besides the messages; <see langword="null"/> is what the application did not say.</summary>
public sealed record GenAIChatRequest
{
    /// <summary>Most tokens the answer may have.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>Sampling temperature.</summary>
    public double? Temperature { get; init; }

    /// <summary>Nucleus sampling: the share of probability to choose from, 0 to 1.</summary>
    public double? TopP { get; init; }

    /// <summary>How many of the likeliest tokens to choose from.</summary>
    public long? TopK { get; init; }

    /// <summary>Penalty for words that came often.</summary>
    public double? FrequencyPenalty { get; init; }

    /// <summary>Penalty for words that came at all.</summary>
    public double? PresencePenalty { get; init; }

    /// <summary>Texts at which the model stops.</summary>
    public IReadOnlyList<string>? StopSequences { get; init; }

    /// <summary>Seed of the sampling.</summary>
    public long? Seed { get; init; }

    /// <summary>How many answers are asked for; one is the default, and not recorded.</summary>
    public long? ChoiceCount { get; init; }

    /// <summary>Value of <c>gen_ai.output.type</c>: <c>text</c>, <c>json</c>, <c>image</c> or <c>speech</c>.</summary>
    public string? OutputType { get; init; }

    /// <summary>How much the model shall think, in the provider's word.</summary>
    public string? ReasoningLevel { get; init; }

    /// <summary>The provider's id of the conversation that this continues.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Whether the answer comes in pieces.</summary>
    public bool IsStream { get; init; }

    /// <summary>The tools offered; recorded only if content is captured.</summary>
    public IReadOnlyList<GenAIToolDefinition>? Tools { get; init; }
}
