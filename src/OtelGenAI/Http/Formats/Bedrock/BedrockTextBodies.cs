using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Http.Formats.OpenAI;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.Bedrock;

/// <summary>The bodies of the other models on Bedrock: Titan, Llama, Mistral, AI21, DeepSeek and those who speak like OpenAI.</summary>
/// <remarks>Never matched by a path, only read inside of Bedrock's frame. One table for all: their words differ and do not collide.</remarks>
internal sealed class BedrockTextBodies : IWireFormat
{
    private static readonly FieldTable s_titanConfig = new()
    {
        ["maxTokenCount"] = RequestFields.MaxTokens,
        ["temperature"] = RequestFields.Temperature,
        ["topP"] = RequestFields.TopP,
        ["stopSequences"] = RequestFields.StopSequences,
    };

    private static readonly FieldTable s_request = new()
    {
        ["inputText"] = RequestFields.Input(ReadPrompt),
        ["prompt"] = RequestFields.Input(ReadPrompt),
        ["messages"] = RequestFields.Input(OpenAIMessages.Read),
        ["textGenerationConfig"] = s_titanConfig.ReadValue,
        ["max_gen_len"] = RequestFields.MaxTokens,
        ["max_tokens"] = RequestFields.MaxTokens,
        ["max_completion_tokens"] = RequestFields.MaxTokens,
        ["temperature"] = RequestFields.Temperature,
        ["top_p"] = RequestFields.TopP,
        ["top_k"] = RequestFields.TopK,
        ["stop"] = RequestFields.StopSequences,
        ["frequency_penalty"] = RequestFields.FrequencyPenalty,
        ["presence_penalty"] = RequestFields.PresencePenalty,
        ["seed"] = RequestFields.Seed,
    };

    public string Operation => GenAIOperationNameValues.TextCompletion;

    public string Provider => GenAIProviderNameValues.AwsBedrock;

    public IReadOnlyList<string> PathEndings => [];

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        s_request.ReadBody(body, facts, policy);
        return facts.HasInput;
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy)
    {
        var answer = new TextStream(facts, policy);
        answer.Event(name: default, body);
        answer.Complete();
    }

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => new TextStream(facts, policy);

    private static List<GenAIMessage> ReadPrompt(JsonElement prompt) =>
        prompt.ValueKind == JsonValueKind.String ? [GenAIMessage.User(prompt.GetString()!)] : [];

    private sealed class TextStream(InvocationFacts facts, ContentPolicy policy) : IStreamedResponse
    {
        private readonly StreamedMessage _message = new(facts, policy);
        private bool _hasBegun;

        public bool Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
        {
            var reader = new Utf8JsonReader(data);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            BedrockErrors.ReadBody(root, facts);
            facts.ResponseId ??= JsonFields.StringOf(root, "id");
            facts.ResponseModel ??= JsonFields.StringOf(root, "model");
            ReadUsage(root);
            var carriesContent = ReadPiece(root);
            foreach (var piece in JsonFields.ObjectsOf(root, "results")
                .Concat(JsonFields.ObjectsOf(root, "outputs"))
                .Concat(JsonFields.ObjectsOf(root, "choices")))
            {
                carriesContent |= ReadPiece(piece) | ReadPiece(JsonFields.PropertyOf(piece, "message")) | ReadPiece(JsonFields.PropertyOf(piece, "delta"));
            }

            _hasBegun |= carriesContent;
            return carriesContent;
        }

        public void Complete()
        {
            if (_hasBegun && facts.ReadsOutput)
            {
                facts.Output = [_message.ToMessage(facts.FinishReasons is [var reason] ? reason : null)];
            }
        }

        private bool ReadPiece(JsonElement piece)
        {
            foreach (var property in s_finishReasons)
            {
                if (JsonFields.StringOf(piece, property) is { } reason)
                {
                    facts.SetFinishReason(choice: 0, reason);
                }
            }

            var carriesContent = false;
            foreach (var property in s_texts)
            {
                carriesContent |= _message.AppendNext(StreamedPartKind.Text, JsonFields.PropertyOf(piece, property));
            }

            return carriesContent;
        }

        private void ReadUsage(JsonElement root)
        {
            var usage = JsonFields.PropertyOf(root, "usage");
            var titan = JsonFields.ObjectsOf(root, "results").FirstOrDefault();
            facts.Usage = facts.Usage with
            {
                InputTokens = JsonFields.IntegerOf(root, "inputTextTokenCount") ?? JsonFields.IntegerOf(root, "prompt_token_count") ??
                    JsonFields.IntegerOf(usage, "prompt_tokens") ?? JsonFields.IntegerOf(usage, "input_tokens") ?? facts.Usage.InputTokens,
                OutputTokens = JsonFields.IntegerOf(root, "totalOutputTextTokenCount") ?? JsonFields.IntegerOf(root, "generation_token_count") ??
                    JsonFields.IntegerOf(titan, "tokenCount") ?? JsonFields.IntegerOf(usage, "completion_tokens") ??
                    JsonFields.IntegerOf(usage, "output_tokens") ?? facts.Usage.OutputTokens,
            };
        }

        private static readonly string[] s_finishReasons = ["completionReason", "stop_reason", "finish_reason"];

        private static readonly string[] s_texts = ["outputText", "generation", "text", "content"];
    }
}
