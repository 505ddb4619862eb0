using System.ClientModel;
using System.Diagnostics;
using System.Text.Json;
using Anthropic;
using Anthropic.Helpers.Beta;
using Anthropic.Models.Messages;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Responses;
using OpenTelemetry;
using OtelGenAI.Conventions;
using OtelGenAI.Events;
using OtelGenAI.Tests.Support;
using Beta = Anthropic.Models.Beta.Messages;

#pragma warning disable OPENAI001 // The Responses client and spoken answers are marked experimental by the SDK.

namespace OtelGenAI.Tests.Conformance;

/// <summary>
/// The exchanges that instrumentations are compared with, each by way of the SDK that an application uses: what they make known is on spans, metrics and event,
/// and the convention check finds nothing.
/// </summary>
[Collection(ProcessWideCollection.Name)]
public sealed class SdkConformanceTests : IDisposable
{
    private const string Schema = """{"type":"object","properties":{"city":{"type":"string"}}}""";

    private const string Response =
        """
        {"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"gpt-x-2026","service_tier":"default","error":null,
         "output":[{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"hi","annotations":[]}]}],
         "parallel_tool_calls":true,"tools":[],"tool_choice":"auto","temperature":1,"top_p":1,"metadata":{},
         "usage":{"input_tokens":5,"input_tokens_details":{"cached_tokens":2},"output_tokens":3,"output_tokens_details":{"reasoning_tokens":1},"total_tokens":8}}
        """;

    private static readonly string[] s_call =
    [
        GenAIAttributes.OperationName, GenAIAttributes.ProviderName, GenAIAttributes.RequestModel, GenAIAttributes.ResponseId, GenAIAttributes.ResponseModel,
        GenAIAttributes.ResponseFinishReasons, GenAIAttributes.UsageInputTokens, GenAIAttributes.UsageOutputTokens, GenAIAttributes.UsageCacheReadInputTokens,
        GenAIAttributes.InputMessages, GenAIAttributes.OutputMessages, ServerAttributes.Address, ServerAttributes.Port,
    ];

    private static readonly string[] s_openAI =
        [.. s_call, OpenAIAttributes.ApiType, OpenAIAttributes.ResponseServiceTier, OpenAIAttributes.ResponseSystemFingerprint, GenAIAttributes.UsageReasoningOutputTokens];

    private static readonly string[] s_responses = [.. s_openAI.Where(static name => name != OpenAIAttributes.ResponseSystemFingerprint)];

    private static readonly string[] s_anthropic = [.. s_call, GenAIAttributes.RequestMaxTokens, GenAIAttributes.UsageCacheWriteInputTokens];

    private static readonly string[] s_stream = [GenAIAttributes.RequestStream, GenAIAttributes.ResponseTimeToFirstChunk];

    private static readonly string[] s_callMetrics =
    [
        GenAIMetrics.ClientInferenceDuration, GenAIMetrics.ClientInferenceUsageInputTokens, GenAIMetrics.ClientInferenceUsageOutputTokens,
        GenAIMetrics.ClientInferenceUsageCacheReadInputTokens, GenAIMetrics.ClientInferenceOperationInputTokens, GenAIMetrics.ClientInferenceOperationOutputTokens,
    ];

    private static readonly string[] s_openAIMetrics = [.. s_callMetrics, GenAIMetrics.ClientInferenceUsageReasoningOutputTokens];

    private static readonly string[] s_anthropicMetrics = [.. s_callMetrics, GenAIMetrics.ClientInferenceUsageCacheWriteInputTokens];

    private static readonly string[] s_streamMetrics = [GenAIMetrics.ClientInferenceTimeToFirstChunk, GenAIMetrics.ClientInferenceTimePerOutputChunk];

    private static readonly (string Name, string Data)[] s_claudeStream =
    [
        ("message_start", """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":12,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":1}}}"""),
        ("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
        ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"12 "}}"""),
        ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"degrees"}}"""),
        ("content_block_stop", """{"type":"content_block_stop","index":0}"""),
        ("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":6}}"""),
        ("message_stop", """{"type":"message_stop"}"""),
    ];

    private readonly LogExporter _events = new();
    private readonly ILoggerFactory _logging;

    public SdkConformanceTests() => _logging = LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.Debug)
        .AddOpenTelemetry(options => options.AddProcessor(new EventTarget()).AddProcessor(new SimpleLogRecordExportProcessor(_events))));

    public void Dispose()
    {
        _logging.Dispose();
        _events.Dispose();
    }

    [Fact]
    public async Task Inference_by_openais_sdk()
    {
        var recorded = await RecordAsync(static async provider => await Some.ChatClient(provider).CompleteChatAsync(Some.Question, new ChatCompletionOptions
        {
            MaxOutputTokenCount = 100,
            Temperature = 0.5f,
            TopP = 0.9f,
            FrequencyPenalty = 0.1f,
            PresencePenalty = 0.2f,
            StopSequences = { "END" },
        }));

        recorded.HasCall(
            "chat gpt-x",
            [
                .. s_openAI, GenAIAttributes.RequestMaxTokens, GenAIAttributes.RequestTemperature, GenAIAttributes.RequestTopP, GenAIAttributes.RequestFrequencyPenalty,
                GenAIAttributes.RequestPresencePenalty, GenAIAttributes.RequestStopSequences,
            ],
            s_openAIMetrics);
    }

    [Fact]
    public async Task Inference_by_anthropics_sdk()
    {
        var recorded = await RecordAsync(static async provider => await Claude(provider).Messages.Create(Question with
        {
            System = "Be brief.",
            StopSequences = ["END"],
        }));

        recorded.HasCall(
            "chat claude-x",
            [.. s_anthropic, GenAIAttributes.SystemInstructions, GenAIAttributes.RequestStopSequences],
            s_anthropicMetrics);
    }

    [Fact]
    public async Task Streaming_by_openais_sdk()
    {
        var recorded = await RecordAsync(static async provider =>
        {
            await foreach (var update in Some.ChatClient(provider).CompleteChatStreamingAsync(Some.Question))
            {
            }
        });

        recorded.HasCall("chat gpt-x", [.. s_call, .. s_stream, OpenAIAttributes.ApiType], [.. s_callMetrics, .. s_streamMetrics]);
    }

    [Fact]
    public async Task Streaming_by_anthropics_sdk()
    {
        var recorded = await RecordAsync(static async provider =>
        {
            provider.Next(static async context =>
            {
                foreach (var (name, data) in s_claudeStream)
                {
                    await FakeProvider.EventAsync(context, data, name);
                }
            });
            await foreach (var update in Claude(provider).Messages.CreateStreaming(Question))
            {
            }
        });

        recorded.HasCall("chat claude-x", [.. s_anthropic, .. s_stream], [.. s_anthropicMetrics, GenAIMetrics.ClientInferenceTimeToFirstChunk]);
    }

    [Fact]
    public async Task Structured_output_by_openais_sdk()
    {
        var recorded = await RecordAsync(static async provider => await Some.ChatClient(provider).CompleteChatAsync(
            Some.Question, new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("city", BinaryData.FromString(Schema)) }));

        recorded.HasCall("chat gpt-x", [.. s_openAI, GenAIAttributes.OutputType], s_openAIMetrics);
        Assert.Equal(GenAIOutputTypeValues.Json, recorded.Span("chat gpt-x").Tag(GenAIAttributes.OutputType));
    }

    [Fact]
    public async Task Structured_output_by_anthropics_sdk()
    {
        var recorded = await RecordAsync(static async provider => await Claude(provider).Messages.Create(Question with
        {
            OutputConfig = new OutputConfig { Format = new JsonOutputFormat { Schema = SchemaFields() } },
        }));

        recorded.HasCall("chat claude-x", [.. s_anthropic, GenAIAttributes.OutputType], s_anthropicMetrics);
        Assert.Equal(GenAIOutputTypeValues.Json, recorded.Span("chat claude-x").Tag(GenAIAttributes.OutputType));
    }

    [Fact]
    public async Task Multimodal_input_by_openais_sdk()
    {
        var recorded = await RecordAsync(static async provider => await Some.ChatClient(provider).CompleteChatAsync(
            new UserChatMessage(
                ChatMessageContentPart.CreateTextPart("what is this?"),
                ChatMessageContentPart.CreateImagePart(new Uri("https://example.com/cat.png")),
                ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes([1, 2, 3]), "image/png"))));

        recorded.HasCall("chat gpt-x", s_openAI, s_openAIMetrics);
        recorded.HasParts("chat gpt-x", ("text", null), ("uri", "image"), ("blob", "image"));
    }

    [Fact]
    public async Task Multimodal_input_by_anthropics_sdk()
    {
        var recorded = await RecordAsync(static async provider => await Claude(provider).Messages.Create(Question with
        {
            Messages =
            [
                new UserMessageParam(new List<ContentBlockParam>
                {
                    new TextBlockParam("what is this?"),
                    new ImageBlockParam(new UrlImageSource("https://example.com/cat.png")),
                    new ImageBlockParam(new Base64ImageSource { MediaType = MediaType.ImagePng, Data = "AQID" }),
                }),
            ],
        }));

        recorded.HasCall("chat claude-x", s_anthropic, s_anthropicMetrics);
        recorded.HasParts("chat claude-x", ("text", null), ("uri", "image"), ("blob", "image"));
    }

    [Fact]
    public async Task Embeddings_by_openais_sdk()
    {
        var recorded = await RecordAsync(static async provider =>
            await new EmbeddingClient("emb-x", new ApiKeyCredential("key"), new OpenAIClientOptions { Endpoint = new Uri(provider.Address, "/v1") })
                .GenerateEmbeddingAsync("a", new EmbeddingGenerationOptions { Dimensions = 2 }));

        recorded.HasSpan(
            "embeddings emb-x",
            [
                GenAIAttributes.OperationName, GenAIAttributes.ProviderName, GenAIAttributes.RequestModel, GenAIAttributes.RequestEncodingFormats,
                GenAIAttributes.EmbeddingsDimensionCount, GenAIAttributes.ResponseModel, GenAIAttributes.UsageInputTokens, ServerAttributes.Address, ServerAttributes.Port,
            ]);
        Assert.Contains(GenAIMetrics.ClientOperationDuration, recorded.MetricNames);
        Assert.Empty(recorded.Findings);
    }

    [Fact]
    public async Task Tool_calling_by_openais_sdk_inside_an_agent_inside_a_workflow()
    {
        var recorded = await RecordAsync(static async provider =>
        {
            provider.NextJson(FakeProvider.ChatAnswer.Replace(
                "\"content\":\"Hello there\"",
                """
                "content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]
                """.Trim(),
                StringComparison.Ordinal));
            using var workflow = GenAI.StartWorkflow("trip");
            using var agent = GenAI.StartAgent("guide", "knows the weather", "gpt-x");
            var client = Some.ChatClient(provider);
            var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("weather", "says the weather", BinaryData.FromString(Schema)) } };
            List<OpenAI.Chat.ChatMessage> conversation = [new UserChatMessage("Weather?")];
            ChatCompletion asked = await client.CompleteChatAsync(conversation, options);
            conversation.Add(new AssistantChatMessage(asked));
            conversation.Add(new ToolChatMessage(asked.ToolCalls[0].Id, "12 degrees"));
            await client.CompleteChatAsync(conversation, options);
        });

        recorded.HasCall("chat gpt-x", [.. s_openAI, GenAIAttributes.ToolDefinitions], s_openAIMetrics, count: 2);
        recorded.HasSpan(
            "execute_tool weather",
            [
                GenAIAttributes.OperationName, GenAIAttributes.ToolName, GenAIAttributes.ToolCallId, GenAIAttributes.ToolType, GenAIAttributes.ToolCallArguments,
                GenAIAttributes.ToolCallResult, GenAIAttributes.AgentName, OtelGenAIAttributes.Synthesized,
            ]);
        recorded.HasSpan("invoke_agent guide", [GenAIAttributes.OperationName, GenAIAttributes.AgentName, GenAIAttributes.AgentDescription, GenAIAttributes.RequestModel]);
        recorded.HasSpan("invoke_workflow trip", [GenAIAttributes.OperationName, GenAIAttributes.WorkflowName]);
        Assert.Contains(GenAIMetrics.InvokeAgentDuration, recorded.MetricNames);
        Assert.Contains(GenAIMetrics.InvokeWorkflowDuration, recorded.MetricNames);
    }

    [Fact]
    public async Task Automatic_tool_calling_by_anthropics_sdk()
    {
        var recorded = await RecordAsync(static async provider =>
        {
            provider.NextJson(
                """
                {"id":"msg_0","type":"message","role":"assistant","model":"claude-x","content":[{"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Oslo"}}],
                 "stop_reason":"tool_use","stop_sequence":null,
                 "usage":{"input_tokens":12,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":6}}
                """);
            var weather = new BetaRunnableTool
            {
                Name = "weather",
                Definition = new Beta.BetaTool { Name = "weather", Description = "says the weather", InputSchema = new Beta.InputSchema() },
                Run = static (_, _) => Task.FromResult<Beta.BetaToolResultBlockParamContent>("12 degrees"),
            };
            await Claude(provider).Beta.Messages
                .ToolRunner(
                    new Beta.MessageCreateParams { MaxTokens = 100, Model = "claude-x", Messages = [new Beta.BetaUserMessageParam("Weather?")] },
                    [weather],
                    thread: false)
                .RunUntilDoneAsync();
        });

        recorded.HasCall("chat claude-x", [.. s_anthropic, GenAIAttributes.ToolDefinitions], s_anthropicMetrics, count: 2);
        recorded.HasAtLeast("execute_tool weather", GenAIAttributes.OperationName, GenAIAttributes.ToolName, GenAIAttributes.ToolCallId, GenAIAttributes.ToolDescription);
        recorded.HasAtLeast("invoke_agent", GenAIAttributes.OperationName);
        Assert.Equal(2, Assert.Single(recorded.Metrics, static metric => metric.Name == GenAIMetrics.InvokeAgentInferenceCalls).Sum);
        Assert.Equal(1, Assert.Single(recorded.Metrics, static metric => metric.Name == GenAIMetrics.InvokeAgentToolCalls).Sum);
        Assert.Contains(GenAIMetrics.ExecuteToolDuration, recorded.MetricNames);
        Assert.Contains(GenAIMetrics.InvokeAgentDuration, recorded.MetricNames);
    }

    [Fact]
    public async Task Inference_by_openais_client_of_responses()
    {
        var recorded = await RecordAsync(static async provider =>
        {
            provider.NextJson(Response);
            await Responses(provider).CreateResponseAsync(ResponseQuestion(isStream: false));
        });

        recorded.HasCall("chat gpt-x", [.. s_responses, GenAIAttributes.SystemInstructions, GenAIAttributes.RequestMaxTokens, GenAIAttributes.RequestPreviousResponseId], s_openAIMetrics);
    }

    [Fact]
    public async Task Streaming_by_openais_client_of_responses()
    {
        var recorded = await RecordAsync(static async provider =>
        {
            provider.NextEvents(
                """{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","created_at":1,"status":"in_progress","model":"gpt-x-2026","output":[]}}""",
                """{"type":"response.output_text.delta","sequence_number":1,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"h"}""",
                """{"type":"response.output_text.delta","sequence_number":2,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"i"}""",
                $$"""{"type":"response.completed","sequence_number":3,"response":{{Response.ReplaceLineEndings("")}}}""");
            await foreach (var update in Responses(provider).CreateResponseStreamingAsync(ResponseQuestion(isStream: true)))
            {
            }
        });

        recorded.HasCall(
            "chat gpt-x",
            [.. s_responses, .. s_stream, GenAIAttributes.SystemInstructions, GenAIAttributes.RequestMaxTokens, GenAIAttributes.RequestPreviousResponseId],
            [.. s_openAIMetrics, .. s_streamMetrics]);
    }

    [Fact]
    public async Task Spoken_input_and_output_by_openais_sdk()
    {
        var recorded = await RecordAsync(static async provider =>
        {
            provider.NextJson(
                """
                {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-x-2026","service_tier":"default","system_fingerprint":"fp_1",
                 "choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":null,
                             "audio":{"id":"audio_1","expires_at":1,"data":"AQID","transcript":"Hello there"}},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":30,"completion_tokens":20,"total_tokens":50,
                          "prompt_tokens_details":{"cached_tokens":3,"text_tokens":10,"audio_tokens":20},
                          "completion_tokens_details":{"reasoning_tokens":2,"text_tokens":5,"audio_tokens":15}}}
                """);
            await Some.ChatClient(provider).CompleteChatAsync(
                [new UserChatMessage(
                    ChatMessageContentPart.CreateTextPart("what is this?"),
                    ChatMessageContentPart.CreateInputAudioPart(BinaryData.FromBytes([1, 2, 3]), ChatInputAudioFormat.Mp3))],
                new ChatCompletionOptions
                {
                    ResponseModalities = ChatResponseModalities.Text | ChatResponseModalities.Audio,
                    AudioOptions = new ChatAudioOptions(ChatOutputAudioVoice.Alloy, ChatOutputAudioFormat.Mp3),
                });
        });

        recorded.HasCall(
            "chat gpt-x",
            [
                .. s_openAI, GenAIAttributes.OutputType, GenAIAttributes.UsageTextInputTokens, GenAIAttributes.UsageAudioInputTokens, GenAIAttributes.UsageTextOutputTokens,
                GenAIAttributes.UsageAudioOutputTokens,
            ],
            s_openAIMetrics);
        recorded.HasParts("chat gpt-x", ("text", null), ("blob", "audio"));
        Assert.Equal(
            [(GenAITokenModalityValues.Audio, 20.0), (GenAITokenModalityValues.Text, 10.0)],
            recorded.Metrics.Where(static metric => metric.Name == GenAIMetrics.ClientInferenceUsageInputTokens)
                .Select(static metric => ((string)metric.Tags[GenAIAttributes.TokenModality]!, metric.Sum)).Order());
    }

    [Fact]
    public async Task Tool_calling_by_anthropics_sdk_inside_an_agent_inside_a_workflow()
    {
        var recorded = await RecordAsync(static async provider =>
        {
            provider.NextJson(
                """
                {"id":"msg_0","type":"message","role":"assistant","model":"claude-x","content":[{"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Oslo"}}],
                 "stop_reason":"tool_use","stop_sequence":null,
                 "usage":{"input_tokens":12,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":6}}
                """);
            using var workflow = GenAI.StartWorkflow("trip");
            using var agent = GenAI.StartAgent("guide", "knows the weather", "claude-x");
            var question = Question with { Tools = [new Tool { Name = "weather", Description = "says the weather", InputSchema = new InputSchema() }] };
            await Claude(provider).Messages.Create(question);
            await Claude(provider).Messages.Create(question with
            {
                Messages =
                [
                    .. question.Messages,
                    new AssistantMessageParam(new List<ContentBlockParam> { new ToolUseBlockParam { ID = "toolu_1", Name = "weather", Input = SchemaFields() } }),
                    new UserMessageParam(new List<ContentBlockParam> { new ToolResultBlockParam { ToolUseID = "toolu_1", Content = "12 degrees" } }),
                ],
            });
        });

        recorded.HasCall("chat claude-x", [.. s_anthropic, GenAIAttributes.ToolDefinitions], s_anthropicMetrics, count: 2);
        recorded.HasSpan(
            "execute_tool weather",
            [
                GenAIAttributes.OperationName, GenAIAttributes.ToolName, GenAIAttributes.ToolCallId, GenAIAttributes.ToolType, GenAIAttributes.ToolCallArguments,
                GenAIAttributes.ToolCallResult, GenAIAttributes.AgentName, OtelGenAIAttributes.Synthesized,
            ]);
        recorded.HasSpan("invoke_agent guide", [GenAIAttributes.OperationName, GenAIAttributes.AgentName, GenAIAttributes.AgentDescription, GenAIAttributes.RequestModel]);
        recorded.HasSpan("invoke_workflow trip", [GenAIAttributes.OperationName, GenAIAttributes.WorkflowName]);
        Assert.Equal(2, Assert.Single(recorded.Metrics, static metric => metric.Name == GenAIMetrics.InvokeAgentInferenceCalls).Sum);
        Assert.Equal(1, Assert.Single(recorded.Metrics, static metric => metric.Name == GenAIMetrics.InvokeAgentToolCalls).Sum);
        Assert.Contains(GenAIMetrics.InvokeWorkflowDuration, recorded.MetricNames);
    }

    private static MessageCreateParams Question => new() { MaxTokens = 100, Model = "claude-x", Messages = [new UserMessageParam("hi")] };

    private static ResponsesClient Responses(FakeProvider provider) =>
        new(new ApiKeyCredential("key"), new ResponsesClientOptions { Endpoint = new Uri(provider.Address, "/v1") });

    private static CreateResponseOptions ResponseQuestion(bool isStream) => new()
    {
        Model = "gpt-x",
        Instructions = "Be brief.",
        MaxOutputTokenCount = 50,
        PreviousResponseId = "resp_0",
        StreamingEnabled = isStream,
        InputItems = { ResponseItem.CreateUserMessageItem("Weather?") },
    };

    private static AnthropicClient Claude(FakeProvider provider) => new() { BaseUrl = provider.Address.ToString().TrimEnd('/'), ApiKey = "key" };

    private static Dictionary<string, JsonElement> SchemaFields() => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Schema)!;

    private async Task<Recorded> RecordAsync(Func<FakeProvider, Task> call)
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(
            options =>
            {
                options.CaptureContent = GenAIContentCaptureMode.SpanAndEvent;
                options.LoggerFactory = _logging;
            },
            withHttpSpans: false,
            withMetrics: true);
        await call(provider);
        return new Recorded(telemetry.Spans, [.. telemetry.CollectMetrics()], _events.Records, (await ReceivedBatch.OfAsync(telemetry.Spans)).Findings);
    }

    private sealed record Recorded(IReadOnlyList<Activity> Spans, IReadOnlyList<Measured> Metrics, IReadOnlyList<Logged> Events, IReadOnlyList<string> Findings)
    {
        public IEnumerable<string> MetricNames => Metrics.Select(static metric => metric.Name);

        public Activity Span(string name) => Spans.First(span => span.DisplayName == name);

        /// <summary>Whether the span of an SDK says this; what it says besides is the SDK's choice.</summary>
        public void HasAtLeast(string name, params string[] attributes) => Assert.All(attributes, attribute => Assert.NotNull(Span(name).Tag(attribute)));

        /// <summary>Whether each span of the name says this, and nothing of the conventions besides.</summary>
        public void HasSpan(string name, string[] attributes, int count = 1)
        {
            var spans = Spans.Where(span => span.DisplayName == name).ToList();
            Assert.True(spans.Count == count, $"{spans.Count} spans '{name}' of {string.Join(", ", Spans.Select(static span => span.DisplayName))}");
            Assert.All(spans, span => Assert.Equal(
                attributes.Order(StringComparer.Ordinal),
                span.TagObjects.Select(static tag => tag.Key).Where(CallConformance.IsOfConventions).Order(StringComparer.Ordinal)));
        }

        public void HasCall(string name, string[] attributes, string[] metrics, int count = 1)
        {
            HasSpan(name, attributes, count);
            Assert.Empty(Findings);

            // Metrics: names, how often, and what they are told apart by.
            var measured = Metrics.Where(static metric => metric.Tags.TryGetValue(GenAIAttributes.OperationName, out var operation) && operation is GenAIOperationNameValues.Chat).ToList();
            Assert.Equal(metrics.Order(StringComparer.Ordinal), measured.Select(static metric => metric.Name).Distinct().Order(StringComparer.Ordinal));
            CallConformance.HaveTagsOf(Span(name), measured);
            Assert.Equal(count, measured.Single(static metric => metric.Name == GenAIMetrics.ClientInferenceDuration).Count);

            // The event: one a call, on its span, saying the same.
            var events = Events.Where(static logged => logged.Name == GenAIEvents.ClientInferenceOperationDetails).ToList();
            Assert.Equal(Spans.Where(span => span.DisplayName == name).Select(static span => span.SpanId), events.Select(static logged => logged.Span));
            Assert.All(events, logged => Assert.Equal(
                attributes.Order(StringComparer.Ordinal), logged.Attributes.Keys.Where(CallConformance.IsOfConventions).Order(StringComparer.Ordinal)));
        }

        public void HasParts(string name, params (string Type, string? Modality)[] parts)
        {
            using var messages = JsonDocument.Parse((string)Span(name).Tag(GenAIAttributes.InputMessages)!);
            Assert.Equal(parts, messages.RootElement.EnumerateArray().Last().GetProperty("parts").EnumerateArray().Select(static part =>
                (part.GetProperty("type").GetString()!, part.TryGetProperty("modality", out var modality) ? modality.GetString() : null)));
        }
    }
}
