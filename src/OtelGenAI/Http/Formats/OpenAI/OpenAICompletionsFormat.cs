using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.OpenAI;

/// <summary>OpenAI's completions of before the chat, which servers of open models still speak; DeepSeek and Mistral fill gaps with it.</summary>
/// <remarks>Source: OpenAI API reference, "Completions" (legacy). An answer is read as a stream of one piece: both have the same shape.</remarks>
internal sealed class OpenAICompletionsFormat : IWireFormat
{
    private static readonly FieldTable s_request = new()
    {
        ["model"] = RequestFields.Model,
        ["stream"] = RequestFields.Stream,
        ["max_tokens"] = RequestFields.MaxTokens,
        ["temperature"] = RequestFields.Temperature,
        ["top_p"] = RequestFields.TopP,
        ["frequency_penalty"] = RequestFields.FrequencyPenalty,
        ["presence_penalty"] = RequestFields.PresencePenalty,
        ["stop"] = RequestFields.StopSequences,
        ["seed"] = RequestFields.Seed,
        ["random_seed"] = RequestFields.Seed,
        ["n"] = RequestFields.ChoiceCount,
        ["prompt"] = RequestFields.Input(ReadPrompt),
    };

    public string Operation => GenAIOperationNameValues.TextCompletion;

    public string Provider => GenAIProviderNameValues.OpenAI;

    // Chat completions end alike and are asked before; "/completions" alone is a path any application may have.
    public IReadOnlyList<string> PathEndings { get; } = ["/completions"];

    public bool OwnsPath(ReadOnlySpan<char> path) =>
        path.EndsWith("/v1/completions", StringComparison.OrdinalIgnoreCase) ||
        path.EndsWith("/beta/completions", StringComparison.OrdinalIgnoreCase) ||
        path.EndsWith("/fim/completions", StringComparison.OrdinalIgnoreCase) ||
        (path.Contains("/deployments/", StringComparison.OrdinalIgnoreCase) && !path.EndsWith("/chat/completions", StringComparison.OrdinalIgnoreCase));

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        s_request.ReadBody(body, facts, policy);
        facts.RequestModel ??= OpenAIChatFormat.DeploymentIn(path);
        return facts.HasInput;
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy)
    {
        var answer = new CompletionStream(facts, policy);
        answer.Event(name: default, body);
        answer.Complete();
    }

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => new CompletionStream(facts, policy);

    // One prompt, or several; prompts of token numbers say nothing that could be read.
    private static List<GenAIMessage> ReadPrompt(JsonElement prompt) => prompt.ValueKind switch
    {
        JsonValueKind.String => [GenAIMessage.User(prompt.GetString()!)],
        JsonValueKind.Array =>
        [
            .. prompt.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => GenAIMessage.User(item.GetString()!)),
        ],
        _ => [],
    };

    private sealed class CompletionStream(InvocationFacts facts, ContentPolicy policy) : IStreamedResponse
    {
        private readonly SortedDictionary<int, StreamedMessage> _choices = [];

        public bool Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
        {
            if (data.SequenceEqual("[DONE]"u8))
            {
                facts.SawTerminalMarker = true;
                return false;
            }

            var reader = new Utf8JsonReader(data);
            if (!JsonFields.EnterObject(ref reader))
            {
                return false;
            }

            var carriesContent = false;
            while (JsonFields.NextProperty(ref reader))
            {
                if (reader.ValueTextEquals("choices"u8))
                {
                    carriesContent |= JsonFields.ReadElement(ref reader, ReadChoices);
                }
                else
                {
                    OpenAIChatResponse.ReadFrame(ref reader, facts);
                }
            }

            return carriesContent;
        }

        public void Complete()
        {
            if (facts.ReadsOutput && _choices.Count > 0)
            {
                var reasons = facts.FinishReasons ?? [];
                facts.Output = [.. _choices.Select(pair => pair.Value.ToMessage(pair.Key < reasons.Length ? reasons[pair.Key] : null))];
            }
        }

        private bool ReadChoices(JsonElement choices)
        {
            var carriesContent = false;
            foreach (var choice in JsonFields.ObjectsOf(choices))
            {
                var index = (int?)JsonFields.IntegerOf(choice, "index") ?? 0;
                if (index is < 0 or >= 128)
                {
                    continue;
                }

                if (JsonFields.StringOf(choice, "finish_reason") is { } reason)
                {
                    facts.SetFinishReason(index, reason);
                }

                if (!_choices.TryGetValue(index, out var message))
                {
                    message = new StreamedMessage(facts, policy);
                    _choices.Add(index, message);
                }

                carriesContent |= message.AppendNext(StreamedPartKind.Text, JsonFields.PropertyOf(choice, "text"));
            }

            return carriesContent;
        }
    }
}
