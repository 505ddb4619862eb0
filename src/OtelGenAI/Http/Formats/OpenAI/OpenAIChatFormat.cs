using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.OpenAI;

/// <summary>OpenAI's chat completions, which most other providers and every gateway speak too.</summary>
/// <remarks>Source: OpenAI API reference, "Chat completions"; differences of other providers are noted where they are read.</remarks>
internal sealed class OpenAIChatFormat : IWireFormat
{
    public string Operation => GenAIOperationNameValues.Chat;

    public string Provider => GenAIProviderNameValues.OpenAI;

    public IReadOnlyList<string> PathEndings { get; } = ["/chat/completions"];

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        var hasMessages = false;
        facts.OpenAIApiType = OpenAIApiTypeValues.ChatCompletions;
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!JsonFields.EnterObject(ref reader))
            {
                return false;
            }

            while (JsonFields.NextProperty(ref reader))
            {
                if (reader.ValueTextEquals("messages"u8))
                {
                    hasMessages = true;
                    ReadMessages(ref reader, facts);
                }
                else if (reader.ValueTextEquals("tools"u8) && policy.Captures)
                {
                    using var tools = JsonDocument.ParseValue(ref reader);
                    facts.Tools = OpenAIMessages.ReadTools(tools.RootElement, policy);
                }
                else
                {
                    ReadParameter(ref reader, facts);
                }
            }
        }
        catch (JsonException)
        {
            // Cut at the limit, or not JSON at all: what was read until here stands.
        }

        facts.RequestModel ??= DeploymentIn(path);
        return hasMessages || facts.RequestModel is not null;
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy) =>
        OpenAIChatResponse.Read(body, facts);

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => new OpenAIChatStream(facts, policy);

    /// <summary>Azure names the model in the path: <c>/openai/deployments/{name}/chat/completions</c>.</summary>
    internal static string? DeploymentIn(string path)
    {
        const string Marker = "/deployments/";
        var start = path.IndexOf(Marker, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        start += Marker.Length;
        var end = path.IndexOf('/', start);
        return end > start ? Uri.UnescapeDataString(path[start..end]) : null;
    }

    private static void ReadMessages(ref Utf8JsonReader reader, InvocationFacts facts)
    {
        if (!facts.ReadsInput)
        {
            JsonFields.SkipValue(ref reader);
            return;
        }

        using var messages = JsonDocument.ParseValue(ref reader);
        facts.Input = OpenAIMessages.Read(messages.RootElement);
    }

    private static void ReadParameter(ref Utf8JsonReader reader, InvocationFacts facts)
    {
        if (reader.ValueTextEquals("model"u8))
        {
            facts.RequestModel = JsonFields.ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("stream"u8))
        {
            facts.IsStream = JsonFields.ReadBoolean(ref reader);
        }
        else if (reader.ValueTextEquals("max_completion_tokens"u8) || reader.ValueTextEquals("max_tokens"u8))
        {
            facts.MaxTokens = JsonFields.ReadInteger(ref reader) ?? facts.MaxTokens;
        }
        else if (reader.ValueTextEquals("temperature"u8))
        {
            facts.Temperature = JsonFields.ReadNumber(ref reader);
        }
        else if (reader.ValueTextEquals("top_p"u8))
        {
            facts.TopP = JsonFields.ReadNumber(ref reader);
        }
        else if (reader.ValueTextEquals("frequency_penalty"u8))
        {
            facts.FrequencyPenalty = JsonFields.ReadNumber(ref reader);
        }
        else if (reader.ValueTextEquals("presence_penalty"u8))
        {
            facts.PresencePenalty = JsonFields.ReadNumber(ref reader);
        }
        else if (reader.ValueTextEquals("stop"u8))
        {
            facts.StopSequences = JsonFields.ReadStrings(ref reader);
        }
        else if (reader.ValueTextEquals("seed"u8) || reader.ValueTextEquals("random_seed"u8))
        {
            // random_seed is Mistral's name for it.
            facts.Seed = JsonFields.ReadInteger(ref reader);
        }
        else if (reader.ValueTextEquals("n"u8))
        {
            facts.ChoiceCount = JsonFields.ReadInteger(ref reader);
        }
        else if (reader.ValueTextEquals("reasoning_effort"u8))
        {
            facts.ReasoningLevel = JsonFields.ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("service_tier"u8))
        {
            facts.OpenAIRequestServiceTier = JsonFields.ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("modalities"u8))
        {
            // Whoever asks for speech gets its words as well; asking for words alone is what everybody does.
            facts.OutputType = JsonFields.ReadStrings(ref reader)?.Contains("audio") == true ? GenAIOutputTypeValues.Speech : facts.OutputType;
        }
        else if (reader.ValueTextEquals("response_format"u8))
        {
            ReadResponseFormat(ref reader, facts);
        }
        else
        {
            JsonFields.SkipValue(ref reader);
        }
    }

    private static void ReadResponseFormat(ref Utf8JsonReader reader, InvocationFacts facts)
    {
        if (!JsonFields.EnterObject(ref reader))
        {
            return;
        }

        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                facts.OutputType = JsonFields.ReadString(ref reader) switch
                {
                    "json_object" or "json_schema" => GenAIOutputTypeValues.Json,
                    "text" => GenAIOutputTypeValues.Text,
                    _ => null,
                };
            }
            else
            {
                JsonFields.SkipValue(ref reader);
            }
        }
    }
}
