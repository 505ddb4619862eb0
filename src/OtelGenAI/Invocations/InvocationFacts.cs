namespace OtelGenAI.Invocations;

/// <summary>What is known about one invocation so far; filled by a wire format or by the application, written once by <see cref="InvocationTags"/>.</summary>
/// <remarks>Not thread-safe: its owner serialises access.</remarks>
internal sealed class InvocationFacts
{
    private string[]? _finishReasons;

    /// <summary>Operation, provider and server: known when the invocation starts.</summary>
    public required InvocationTarget Target { get; init; }

    /// <summary>Whether somebody wants the messages of the request: to write them, or to see which tools answered.</summary>
    public bool ReadsInput { get; set; }

    /// <summary>Whether somebody wants the messages of the answer: to write them, or to see which tools are asked for.</summary>
    public bool ReadsOutput { get; set; }

    /// <summary>Whether the request has the field that makes it what its path says: messages, a prompt, an input.</summary>
    public bool HasInput { get; set; }

    public string? RequestModel { get; set; }

    public long? MaxTokens { get; set; }

    public double? Temperature { get; set; }

    public double? TopP { get; set; }

    public long? TopK { get; set; }

    public double? FrequencyPenalty { get; set; }

    public double? PresencePenalty { get; set; }

    public string[]? StopSequences { get; set; }

    public long? Seed { get; set; }

    public long? ChoiceCount { get; set; }

    public string? OutputType { get; set; }

    public bool IsStream { get; set; }

    public string? ReasoningLevel { get; set; }

    public string? PreviousResponseId { get; set; }

    public string? ConversationId { get; set; }

    public string[]? EncodingFormats { get; set; }

    public long? EmbeddingDimensions { get; set; }

    public string? OpenAIApiType { get; set; }

    public string? OpenAIRequestServiceTier { get; set; }

    public string? AwsGuardrailId { get; set; }

    /// <summary>What only searches have.</summary>
    public RetrievalFacts? Retrieval { get; set; }

    public string? ResponseId { get; set; }

    public string? ResponseModel { get; set; }

    public string? OpenAIResponseServiceTier { get; set; }

    public string? OpenAISystemFingerprint { get; set; }

    public GenAIUsage Usage { get; set; }

    public TimeSpan? TimeToFirstChunk { get; set; }

    /// <summary>The provider's own word for a failure, when it gave one.</summary>
    public string? ProviderError { get; set; }

    /// <summary>Whether the provider said that its answer is complete, whatever happens to the stream afterwards.</summary>
    public bool SawTerminalMarker { get; set; }

    public IReadOnlyList<GenAIMessage>? Input { get; set; }

    public IReadOnlyList<GenAIMessage>? Output { get; set; }

    public IReadOnlyList<GenAIPart>? SystemInstructions { get; set; }

    public IReadOnlyList<GenAIToolDefinition>? Tools { get; set; }

    /// <summary>Whether content was already lost before writing, because a piece alone was over the limit.</summary>
    public bool IsContentTruncated { get; set; }

    /// <summary>Why each choice ended. Nobody may change the array.</summary>
    public string[]? FinishReasons => _finishReasons;

    public bool HasFinishReasons => _finishReasons is not null;

    /// <summary>Records why one choice ended.</summary>
    /// <param name="choice">Position of the choice; positions nobody reported stay <c>error</c>, as the conventions ask.</param>
    /// <param name="reason">The provider's word.</param>
    public void SetFinishReason(int choice, string reason)
    {
        // More choices than any provider offers: a hostile index must not make us allocate.
        if (choice is < 0 or >= 128)
        {
            return;
        }

        var known = _finishReasons?.Length ?? 0;
        if (known <= choice)
        {
            Array.Resize(ref _finishReasons, choice + 1);
            _finishReasons.AsSpan(known).Fill("error");
        }

        _finishReasons![choice] = reason;
    }
}
