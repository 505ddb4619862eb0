using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Benchmarks.Instrumentation;

/// <summary>What a recorded chat costs beside a bare activity with the same tags.</summary>
[MemoryDiagnoser]
public class SpanOverhead
{
    private static readonly ActivitySource s_bare = new("bare");
    private static readonly string[] s_finishReasons = ["stop"];
    private static readonly string[] s_stopSequences = ["END"];
    private TracerProvider? _provider;

    [GlobalSetup]
    public void Listen() => _provider = Sdk.CreateTracerProviderBuilder()
        .AddSource("bare")
        .AddGenAIInstrumentation(static options => options.InstrumentHttp = false)
        .SetSampler(new AlwaysOnSampler())
        .Build();

    [GlobalCleanup]
    public void CleanUp() => _provider?.Dispose();

    /// <summary>25 tags, five of them known at the start, as anybody would write them.</summary>
    [Benchmark(Baseline = true)]
    public void BareActivity()
    {
        using var activity = s_bare.StartActivity(
            "chat gpt-x",
            ActivityKind.Client,
            default(ActivityContext),
            new KeyValuePair<string, object?>[]
            {
                new(GenAIAttributes.OperationName, "chat"),
                new(GenAIAttributes.ProviderName, "openai"),
                new(GenAIAttributes.RequestModel, "gpt-x"),
                new(ServerAttributes.Address, "api.example.com"),
                new(ServerAttributes.Port, 443L),
            })!;
        activity.SetTag(OpenAIAttributes.ApiType, "chat_completions");
        activity.SetTag(GenAIAttributes.RequestStream, true);
        activity.SetTag(GenAIAttributes.RequestMaxTokens, 100L);
        activity.SetTag(GenAIAttributes.RequestTemperature, 0.5);
        activity.SetTag(GenAIAttributes.RequestTopP, 0.9);
        activity.SetTag(GenAIAttributes.RequestFrequencyPenalty, 0.1);
        activity.SetTag(GenAIAttributes.RequestPresencePenalty, 0.2);
        activity.SetTag(GenAIAttributes.RequestStopSequences, s_stopSequences);
        activity.SetTag(GenAIAttributes.RequestSeed, 7L);
        activity.SetTag(GenAIAttributes.RequestChoiceCount, 2L);
        activity.SetTag(GenAIAttributes.RequestReasoningLevel, "low");
        activity.SetTag(GenAIAttributes.OutputType, "json");
        activity.SetTag(GenAIAttributes.ResponseId, "r-1");
        activity.SetTag(GenAIAttributes.ResponseModel, "gpt-x-2026");
        activity.SetTag(GenAIAttributes.ResponseFinishReasons, s_finishReasons);
        activity.SetTag(GenAIAttributes.UsageInputTokens, 11L);
        activity.SetTag(GenAIAttributes.UsageOutputTokens, 7L);
        activity.SetTag(GenAIAttributes.UsageCacheReadInputTokens, 3L);
        activity.SetTag(GenAIAttributes.UsageReasoningOutputTokens, 2L);
        activity.SetTag(GenAIAttributes.ResponseTimeToFirstChunk, 0.25);
    }

    /// <summary>The same 25 by way of what the HTTP layer does, with the tap that looks at every span.</summary>
    [Benchmark]
    public void RecordedChat()
    {
        var facts = new InvocationFacts
        {
            Target = InvocationTarget.Of("chat", "openai", "api.example.com", 443),
            RequestModel = "gpt-x",
            OpenAIApiType = "chat_completions",
            IsStream = true,
            MaxTokens = 100,
            Temperature = 0.5,
            TopP = 0.9,
            FrequencyPenalty = 0.1,
            PresencePenalty = 0.2,
            StopSequences = s_stopSequences,
            Seed = 7,
            ChoiceCount = 2,
            ReasoningLevel = "low",
            OutputType = "json",
        };
        using var activity = Diagnostics.OwnTelemetry.Source.StartActivity("chat", ActivityKind.Client, default(ActivityContext), facts.Target.StartTags())!;
        activity.DisplayName = "chat gpt-x";
        var tags = new InvocationTags(activity, TagWriting.Append);
        tags.WriteRequest(facts);
        facts.ResponseId = "r-1";
        facts.ResponseModel = "gpt-x-2026";
        facts.SetFinishReason(choice: 0, "stop");
        facts.Usage = new GenAIUsage(11, 7) { CacheReadInputTokens = 3, ReasoningOutputTokens = 2 };
        facts.TimeToFirstChunk = TimeSpan.FromMilliseconds(250);
        tags.WriteResponse(facts, ContentPolicy.Current);
    }
}
