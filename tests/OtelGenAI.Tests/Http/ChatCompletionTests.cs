using System.Diagnostics;
using OpenAI.Chat;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Http;

[Collection(ProcessWideCollection.Name)]
public sealed class ChatCompletionTests
{
    [Theory]
    [InlineData(GenAIContentCaptureMode.NoContent)]
    [InlineData(GenAIContentCaptureMode.SpanOnly)]
    public async Task Words_that_look_like_the_end_of_a_stream_are_words(GenAIContentCaptureMode mode)
    {
        await using var provider = await FakeProvider.StartAsync();
        provider.NextEvents(
            FakeProvider.Chunk("""{"content":"one"}"""),
            FakeProvider.Chunk("""{"content":"\"finish_reason\":\"length\",\"usage\":{\"prompt_tokens\":99},\"error\":{}"}"""),
            FakeProvider.Chunk("""{"content":"","tool_calls":[]}"""),
            FakeProvider.Chunk("""{"content":"two"}""", "stop"),
            FakeProvider.UsageChunk,
            "[DONE]");
        using var telemetry = new Telemetry(options => options.CaptureContent = mode);

        await foreach (var update in Some.ChatClient(provider).CompleteChatStreamingAsync(Some.Question))
        {
        }

        Assert.Equal(["stop"], (string[])telemetry.OwnSpan.Tag(GenAIAttributes.ResponseFinishReasons)!);
        Assert.Equal(11L, telemetry.OwnSpan.Tag(GenAIAttributes.UsageInputTokens));
        Assert.Null(telemetry.OwnSpan.Tag(ErrorAttributes.Type));
    }

    [Fact]
    public async Task A_chat_of_the_official_sdk_becomes_one_span_with_its_request_answer_and_tokens()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question, new ChatCompletionOptions
        {
            MaxOutputTokenCount = 100,
            Temperature = 0.5f,
            TopP = 0.9f,
            FrequencyPenalty = 0.1f,
            PresencePenalty = 0.2f,
            StopSequences = { "END" },
#pragma warning disable OPENAI001 // Seed and effort are marked experimental by the SDK; the wire has had them for years.
            Seed = 7,
            ReasoningEffortLevel = ChatReasoningEffortLevel.Low,
#pragma warning restore OPENAI001
            ResponseFormat = ChatResponseFormat.CreateJsonObjectFormat(),
        });

        var span = telemetry.OwnSpan;
        Assert.Equal("chat gpt-x", span.DisplayName);
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal(GenAIOperationNameValues.Chat, span.Tag(GenAIAttributes.OperationName));
        Assert.Equal(GenAIProviderNameValues.OpenAI, span.Tag(GenAIAttributes.ProviderName));
        Assert.Equal("127.0.0.1", span.Tag(ServerAttributes.Address));
        Assert.Equal((long)provider.Address.Port, span.Tag(ServerAttributes.Port));
        Assert.Equal("gpt-x", span.Tag(GenAIAttributes.RequestModel));
        Assert.Equal(100L, span.Tag(GenAIAttributes.RequestMaxTokens));
        Assert.Equal(0.5, span.Tag(GenAIAttributes.RequestTemperature));
        Assert.Equal(0.9, (double)span.Tag(GenAIAttributes.RequestTopP)!, tolerance: 0.0001);
        Assert.Equal(0.1, (double)span.Tag(GenAIAttributes.RequestFrequencyPenalty)!, tolerance: 0.0001);
        Assert.Equal(0.2, (double)span.Tag(GenAIAttributes.RequestPresencePenalty)!, tolerance: 0.0001);
        Assert.Equal(["END"], (string[])span.Tag(GenAIAttributes.RequestStopSequences)!);
        Assert.Equal(7L, span.Tag(GenAIAttributes.RequestSeed));
        Assert.Equal("low", span.Tag(GenAIAttributes.RequestReasoningLevel));
        Assert.Equal("json", span.Tag(GenAIAttributes.OutputType));
        Assert.Null(span.Tag(GenAIAttributes.RequestStream));
        Assert.Equal("chatcmpl-1", span.Tag(GenAIAttributes.ResponseId));
        Assert.Equal("gpt-x-2026", span.Tag(GenAIAttributes.ResponseModel));
        Assert.Equal(["stop"], (string[])span.Tag(GenAIAttributes.ResponseFinishReasons)!);
        Assert.Equal(11L, span.Tag(GenAIAttributes.UsageInputTokens));
        Assert.Equal(7L, span.Tag(GenAIAttributes.UsageOutputTokens));
        Assert.Equal(3L, span.Tag(GenAIAttributes.UsageCacheReadInputTokens));
        Assert.Equal(2L, span.Tag(GenAIAttributes.UsageReasoningOutputTokens));
        Assert.Equal("default", span.Tag(OpenAIAttributes.ResponseServiceTier));
        Assert.Equal("fp_1", span.Tag(OpenAIAttributes.ResponseSystemFingerprint));
        Assert.Equal(OpenAIApiTypeValues.ChatCompletions, span.Tag(OpenAIAttributes.ApiType));
    }

    [Fact]
    public async Task A_streamed_chat_ends_with_its_last_chunk_and_knows_when_the_first_came()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();
        var text = "";

        await foreach (var update in Some.ChatClient(provider).CompleteChatStreamingAsync(Some.Question))
        {
            Assert.Empty(telemetry.Of(GenAI.SourceName));
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        }

        var span = telemetry.OwnSpan;
        Assert.Equal("Hello there", text);
        Assert.Equal(true, span.Tag(GenAIAttributes.RequestStream));
        Assert.InRange((double)span.Tag(GenAIAttributes.ResponseTimeToFirstChunk)!, 0, span.Duration.TotalSeconds);
        Assert.Equal(11L, span.Tag(GenAIAttributes.UsageInputTokens));
        Assert.Equal(7L, span.Tag(GenAIAttributes.UsageOutputTokens));
        Assert.Equal(3L, span.Tag(GenAIAttributes.UsageCacheReadInputTokens));
        Assert.Equal(["stop"], (string[])span.Tag(GenAIAttributes.ResponseFinishReasons)!);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Null(span.Tag(OtelGenAIAttributes.StreamOutcome));
    }

    [Fact]
    public async Task A_synchronous_chat_is_recorded_like_an_asynchronous_one()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();

        var answer = Some.ChatClient(provider).CompleteChat(Some.Question);
        var streamed = Some.ChatClient(provider).CompleteChatStreaming(Some.Question).Last();

        Assert.Equal("Hello there", answer.Value.Content[0].Text);
        Assert.NotNull(streamed);
        Assert.All(telemetry.Of(GenAI.SourceName), span => Assert.Equal(11L, span.Tag(GenAIAttributes.UsageInputTokens)));
        Assert.Equal(2, telemetry.Of(GenAI.SourceName).Count);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br, gzip")]
    public async Task A_compressed_answer_is_read_without_touching_what_the_application_gets(string encodings)
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();
        using var handler = new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.All };
        using var client = new HttpClient(handler) { BaseAddress = provider.Address };
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd(encodings);

        using var body = new StringContent("""{"model":"gpt-x","messages":[]}""");
        using var response = await client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(FakeProvider.ChatAnswer, text);
        Assert.Equal(11L, telemetry.OwnSpan.Tag(GenAIAttributes.UsageInputTokens));
    }

    [Fact]
    public async Task Twenty_chats_at_once_stay_apart()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();
        var client = Some.ChatClient(provider);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            using var root = Telemetry.App.StartActivity($"root {number}");
            await foreach (var update in client.CompleteChatStreamingAsync(Some.Question))
            {
                Assert.Same(root, Activity.Current);
            }
        }));

        var chats = telemetry.Of(GenAI.SourceName);
        var roots = telemetry.Of("app").ToDictionary(root => root.SpanId);
        var chatIds = chats.Select(chat => chat.SpanId).ToHashSet();
        Assert.Equal(20, chats.Select(chat => chat.TraceId).Distinct().Count());
        Assert.All(chats, chat => Assert.Equal(roots[chat.ParentSpanId].TraceId, chat.TraceId));
        Assert.All(telemetry.Of("System.Net.Http"), http => Assert.Contains(http.ParentSpanId, chatIds));
    }

    [Fact]
    public async Task Embeddings_are_recorded_with_their_own_operation()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();
        var client = new OpenAI.Embeddings.EmbeddingClient(
            "emb-x",
            new System.ClientModel.ApiKeyCredential("key"),
            new OpenAI.OpenAIClientOptions { Endpoint = new Uri(provider.Address, "/v1") });

        await client.GenerateEmbeddingAsync("some text", new OpenAI.Embeddings.EmbeddingGenerationOptions { Dimensions = 2 });

        var span = telemetry.OwnSpan;
        Assert.Equal("embeddings emb-x", span.DisplayName);
        Assert.Equal(GenAIOperationNameValues.Embeddings, span.Tag(GenAIAttributes.OperationName));
        Assert.Equal(4L, span.Tag(GenAIAttributes.UsageInputTokens));
        Assert.Equal(2L, span.Tag(GenAIAttributes.EmbeddingsDimensionCount));
        Assert.Equal("emb-1", span.Tag(GenAIAttributes.ResponseModel));
    }

    [Fact]
    public async Task A_request_on_the_same_path_that_is_no_chat_keeps_its_span_but_not_the_name_of_one()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();
        using var client = new HttpClient { BaseAddress = provider.Address };

        await client.GetStringAsync(new Uri("/v1/chat/completions?limit=20", UriKind.Relative));

        Assert.Equal("GET", telemetry.OwnSpan.DisplayName);
        Assert.Null(telemetry.OwnSpan.Tag(GenAIAttributes.OperationName));
        Assert.Null(telemetry.OwnSpan.Tag(GenAIAttributes.UsageInputTokens));
    }

    [Fact]
    public async Task Other_requests_of_the_process_are_left_alone()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();
        using var client = new HttpClient { BaseAddress = provider.Address };

        using var response = await client.GetAsync(new Uri("/weather", UriKind.Relative));

        Assert.Empty(telemetry.Of(GenAI.SourceName));
        Assert.Single(telemetry.Of("System.Net.Http"));
    }

    [Fact]
    public async Task A_filtered_request_is_not_recorded()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(options => options.FilterHttpRequest = uri => uri.Host != "127.0.0.1");

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        Assert.Empty(telemetry.Of(GenAI.SourceName));
    }
}
