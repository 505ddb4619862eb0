using System.Diagnostics;
using System.Diagnostics.Metrics;
using OtelGenAI.Conventions;
using OtelGenAI.Diagnostics;
using OtelGenAI.Invocations;
using OtelGenAI.Versions;

namespace OtelGenAI.Metrics;

/// <summary>The conventions' client metrics, recorded for sampled and unsampled calls alike.</summary>
internal static class InvocationMetrics
{
    // Source of all bucket boundaries: GenAI conventions, metrics page.
    private static readonly double[] s_secondBuckets = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
    private static readonly long[] s_tokenBuckets = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];
    private static readonly double[] s_agentSecondBuckets = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6];
    private static readonly int[] s_callBuckets = [1, 2, 4, 8, 16, 32, 64, 128];
    private static readonly double[] s_workflowSecondBuckets = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200];

    private static readonly Histogram<double> s_inferenceDuration = Seconds(GenAIMetrics.ClientInferenceDuration, s_secondBuckets);
    private static readonly Histogram<double> s_timeToFirstChunk = Seconds(GenAIMetrics.ClientInferenceTimeToFirstChunk, s_secondBuckets);
    private static readonly Histogram<double> s_timePerOutputChunk = Seconds(GenAIMetrics.ClientInferenceTimePerOutputChunk, s_secondBuckets);
    private static readonly Counter<long> s_inputTokens = Tokens(GenAIMetrics.ClientInferenceUsageInputTokens);
    private static readonly Counter<long> s_outputTokens = Tokens(GenAIMetrics.ClientInferenceUsageOutputTokens);
    private static readonly Counter<long> s_cacheReadTokens = Tokens(GenAIMetrics.ClientInferenceUsageCacheReadInputTokens);
    private static readonly Counter<long> s_cacheWriteTokens = Tokens(GenAIMetrics.ClientInferenceUsageCacheWriteInputTokens);
    private static readonly Counter<long> s_reasoningTokens = Tokens(GenAIMetrics.ClientInferenceUsageReasoningOutputTokens);
    private static readonly Histogram<long> s_inputTokensPerCall = TokensPerCall(GenAIMetrics.ClientInferenceOperationInputTokens);
    private static readonly Histogram<long> s_outputTokensPerCall = TokensPerCall(GenAIMetrics.ClientInferenceOperationOutputTokens);
    private static readonly Histogram<double> s_operationDuration = Seconds(GenAIMetrics.ClientOperationDuration, s_secondBuckets);
    private static readonly Histogram<long> s_tokenUsage = TokensPerCall(DeprecatedMetrics.GenAIClientTokenUsage);
    private static readonly Histogram<double> s_agentDuration = Seconds(GenAIMetrics.InvokeAgentDuration, s_agentSecondBuckets);
    private static readonly Histogram<int> s_agentInferenceCalls = Calls(GenAIMetrics.InvokeAgentInferenceCalls, unit: "{inference_call}");
    private static readonly Histogram<int> s_agentToolCalls = Calls(GenAIMetrics.InvokeAgentToolCalls, unit: "{tool_call}");
    private static readonly Histogram<double> s_toolDuration = Seconds(GenAIMetrics.ExecuteToolDuration, s_secondBuckets);
    private static readonly Histogram<double> s_workflowDuration = Seconds(GenAIMetrics.InvokeWorkflowDuration, s_workflowSecondBuckets);

    private static volatile bool s_emitDeprecated;
    private static volatile bool s_hasEarlierNames;

    /// <summary>Whether the names of before the 2026 renames are recorded as well.</summary>
    public static bool EmitDeprecated
    {
        get => s_emitDeprecated;
        set => s_emitDeprecated = value;
    }

    /// <summary>Whose names are recorded.</summary>
    public static GenAIConventionsVersion ConventionsVersion
    {
        get => s_hasEarlierNames ? GenAIConventionsVersion.Core136 : GenAIConventionsVersion.Latest;
        set => s_hasEarlierNames = value == GenAIConventionsVersion.Core136;
    }

    /// <summary>Whether anybody listens to model calls; if not, measuring them is wasted work.</summary>
    public static bool IsModelCallEnabled => s_inferenceDuration.Enabled || s_inputTokens.Enabled || s_operationDuration.Enabled;

    /// <summary>Whether anybody listens to the waits between chunks.</summary>
    public static bool IsOutputChunkEnabled => s_timePerOutputChunk.Enabled && !s_hasEarlierNames;

    public static bool IsAgentEnabled => s_agentDuration.Enabled || IsAgentCallsEnabled;

    /// <summary>Whether anybody listens to how many calls agents make.</summary>
    public static bool IsAgentCallsEnabled => s_agentInferenceCalls.Enabled || s_agentToolCalls.Enabled;

    public static bool IsToolEnabled => s_toolDuration.Enabled;

    public static bool IsWorkflowEnabled => s_workflowDuration.Enabled;

    /// <summary>Records a model call that ended.</summary>
    /// <param name="facts">What is known of it.</param>
    /// <param name="duration">From request to the last byte.</param>
    /// <param name="errorType">Value of <c>error.type</c>, or <see langword="null"/> for success, cancellation and early stop.</param>
    public static void RecordModelCall(InvocationFacts facts, TimeSpan duration, string? errorType)
    {
        var tags = WithOpenAI(TagsOf(facts), facts);
        if (facts.Target.Operation is GenAIOperationNameValues.Embeddings or Operations.Rerank)
        {
            s_operationDuration.Record(duration.TotalSeconds, WithError(tags, errorType));
            RecordDeprecatedTokens(facts.Usage, tags);
            return;
        }

        if (!s_hasEarlierNames)
        {
            RecordInference(facts, duration, errorType, tags);
        }

        if (s_emitDeprecated || s_hasEarlierNames)
        {
            s_operationDuration.Record(duration.TotalSeconds, WithError(tags, errorType));
            RecordDeprecatedTokens(facts.Usage, tags);
        }
    }

    /// <summary>Records the wait for one chunk after the first.</summary>
    public static void RecordOutputChunk(InvocationFacts facts, TimeSpan sincePrevious)
    {
        if (IsOutputChunkEnabled)
        {
            s_timePerOutputChunk.Record(sincePrevious.TotalSeconds, TagsOf(facts));
        }
    }

    public static void RecordAgent(string? name, string? model, TimeSpan duration, string? errorType)
    {
        var tags = default(TagList);
        if (name is not null)
        {
            tags.Add(GenAIAttributes.AgentName, name);
        }

        if (model is not null)
        {
            tags.Add(GenAIAttributes.RequestModel, model);
        }

        s_agentDuration.Record(duration.TotalSeconds, WithError(tags, errorType));
    }

    /// <summary>Records how many calls an agent made in one run.</summary>
    /// <param name="name">Its name, if it has one.</param>
    /// <param name="inferenceCalls">Calls of models, failed ones too; none of agents inside.</param>
    /// <param name="toolCalls">Calls of tools that this process runs or sends; none of agents inside.</param>
    public static void RecordAgentCalls(string? name, int inferenceCalls, int toolCalls)
    {
        var tags = default(TagList);
        if (name is not null)
        {
            tags.Add(GenAIAttributes.AgentName, name);
        }

        s_agentInferenceCalls.Record(inferenceCalls, tags);
        s_agentToolCalls.Record(toolCalls, tags);
    }

    public static void RecordTool(string name, string? type, string? agentName, TimeSpan duration, string? errorType)
    {
        var tags = new TagList { { GenAIAttributes.ToolName, name } };
        if (type is not null)
        {
            tags.Add(GenAIAttributes.ToolType, type);
        }

        if (agentName is not null)
        {
            tags.Add(GenAIAttributes.AgentName, agentName);
        }

        s_toolDuration.Record(duration.TotalSeconds, WithError(tags, errorType));
    }

    public static void RecordWorkflow(string name, TimeSpan duration, string? errorType) =>
        s_workflowDuration.Record(duration.TotalSeconds, WithError(new TagList { { GenAIAttributes.WorkflowName, name } }, errorType));

    /// <summary>Records what was asked of somebody and is no inference: a search, an operation of memory, a call of a remote agent.</summary>
    public static void RecordOperation(InvocationTarget target, string? model, TimeSpan duration, string? errorType) =>
        s_operationDuration.Record(duration.TotalSeconds, WithError(TagsOf(new InvocationFacts { Target = target, RequestModel = model }), errorType));

    private static void RecordInference(InvocationFacts facts, TimeSpan duration, string? errorType, in TagList tags)
    {
        s_inferenceDuration.Record(duration.TotalSeconds, WithError(tags, errorType));
        if (facts.TimeToFirstChunk is { } timeToFirstChunk)
        {
            s_timeToFirstChunk.Record(timeToFirstChunk.TotalSeconds, TagsOf(facts));
        }

        RecordTokens(facts.Usage, tags);
    }

    private static void RecordTokens(in GenAIUsage usage, in TagList tags)
    {
        RecordByModality(s_inputTokens, usage.InputTokens, usage.TextInputTokens, usage.ImageInputTokens, usage.AudioInputTokens, tags);
        RecordByModality(s_outputTokens, usage.OutputTokens, usage.TextOutputTokens, usage.ImageOutputTokens, usage.AudioOutputTokens, tags);
        RecordByModality(
            s_cacheReadTokens, usage.CacheReadInputTokens, usage.TextCacheReadInputTokens, usage.ImageCacheReadInputTokens, usage.AudioCacheReadInputTokens, tags);
        RecordByModality(s_cacheWriteTokens, usage.CacheWriteInputTokens, text: null, image: null, audio: null, tags);
        RecordByModality(s_reasoningTokens, usage.ReasoningOutputTokens, text: null, image: null, audio: null, tags);
        if (usage.InputTokens is { } input)
        {
            s_inputTokensPerCall.Record(input, tags);
        }

        if (usage.OutputTokens is { } output)
        {
            s_outputTokensPerCall.Record(output, tags);
        }
    }

    // What no provider told apart is of unknown modality; calling it text would be a guess.
    private static void RecordByModality(Counter<long> counter, long? total, long? text, long? image, long? audio, in TagList tags)
    {
        if (total is not > 0)
        {
            return;
        }

        AddOfModality(counter, total.Value - (text ?? 0) - (image ?? 0) - (audio ?? 0), GenAITokenModalityValues.Unknown, tags);
        AddOfModality(counter, text ?? 0, GenAITokenModalityValues.Text, tags);
        AddOfModality(counter, image ?? 0, GenAITokenModalityValues.Image, tags);
        AddOfModality(counter, audio ?? 0, GenAITokenModalityValues.Audio, tags);
    }

    private static void AddOfModality(Counter<long> counter, long count, string modality, in TagList tags)
    {
        if (count > 0)
        {
            counter.Add(count, With(tags, GenAIAttributes.TokenModality, modality));
        }
    }

    private static void RecordDeprecatedTokens(in GenAIUsage usage, in TagList tags)
    {
        if (!s_emitDeprecated && !s_hasEarlierNames)
        {
            return;
        }

        if (usage.InputTokens is { } input)
        {
            s_tokenUsage.Record(input, With(tags, DeprecatedAttributes.GenAITokenType, GenAITokenTypeValues.Input));
        }

        if (usage.OutputTokens is { } output)
        {
            s_tokenUsage.Record(output, With(tags, DeprecatedAttributes.GenAITokenType, GenAITokenTypeValues.Output));
        }
    }

    private static TagList TagsOf(InvocationFacts facts)
    {
        var tags = new TagList { { GenAIAttributes.OperationName, facts.Target.Operation } };
        if (facts.Target.Provider is { } provider)
        {
            var attribute = KeyValuePair.Create<string, object?>(GenAIAttributes.ProviderName, provider);
            tags.Add(s_hasEarlierNames ? Core136Names.Of(facts.Target.Operation, attribute) : attribute);
        }

        if (facts.RequestModel is { } requestModel)
        {
            tags.Add(GenAIAttributes.RequestModel, requestModel);
        }

        if (facts.ResponseModel is { } responseModel)
        {
            tags.Add(GenAIAttributes.ResponseModel, responseModel);
        }

        if (facts.Target.ServerAddress is { } address)
        {
            tags.Add(ServerAttributes.Address, address);
        }

        if (facts.Target.ServerPort is { } port)
        {
            tags.Add(ServerAttributes.Port, (long)port);
        }

        return tags;
    }

    // Azure's and everybody else's answers have them too; the registry asks for them where the provider is OpenAI.
    private static TagList WithOpenAI(TagList tags, InvocationFacts facts)
    {
        if (s_hasEarlierNames || facts.Target.Provider is not GenAIProviderNameValues.OpenAI)
        {
            return tags;
        }

        if (facts.OpenAIResponseServiceTier is { } tier)
        {
            tags.Add(OpenAIAttributes.ResponseServiceTier, tier);
        }

        if (facts.OpenAISystemFingerprint is { } fingerprint)
        {
            tags.Add(OpenAIAttributes.ResponseSystemFingerprint, fingerprint);
        }

        return tags;
    }

    private static TagList WithError(TagList tags, string? errorType) => errorType is null ? tags : With(tags, ErrorAttributes.Type, errorType);

    private static TagList With(TagList tags, string key, object value)
    {
        tags.Add(key, value);
        return tags;
    }

    private static Histogram<double> Seconds(string name, double[] buckets) =>
        OwnTelemetry.Meter.CreateHistogram(name, unit: "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });

    private static Histogram<long> TokensPerCall(string name) =>
        OwnTelemetry.Meter.CreateHistogram(name, unit: "{token}", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = s_tokenBuckets });

    private static Histogram<int> Calls(string name, string unit) =>
        OwnTelemetry.Meter.CreateHistogram(name, unit, advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = s_callBuckets });

    private static Counter<long> Tokens(string name) => OwnTelemetry.Meter.CreateCounter<long>(name, unit: "{token}");
}
