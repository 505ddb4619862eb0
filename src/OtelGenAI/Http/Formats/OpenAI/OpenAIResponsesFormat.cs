using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.OpenAI;

/// <summary>OpenAI's Responses API. Reading a stored response is another operation and is not recorded: its tokens were counted when it was made.</summary>
/// <remarks>Source: OpenAI API reference, "Responses".</remarks>
internal sealed class OpenAIResponsesFormat : IWireFormat
{
    public string Operation => GenAIOperationNameValues.Chat;

    public string Provider => GenAIProviderNameValues.OpenAI;

    // "/responses" alone is a path any application may have.
    public IReadOnlyList<string> PathEndings { get; } = ["/v1/responses", "/openai/responses"];

    public bool ReadRequest(ReadOnlySpan<byte> body, string path, InvocationFacts facts, ContentPolicy policy)
    {
        facts.OpenAIApiType = OpenAIApiTypeValues.Responses;
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!JsonFields.EnterObject(ref reader))
            {
                return false;
            }

            while (JsonFields.NextProperty(ref reader))
            {
                if (!ReadContent(ref reader, facts, policy))
                {
                    ReadParameter(ref reader, facts);
                }
            }
        }
        catch (JsonException)
        {
            // Cut at the limit, or not JSON at all: what was read until here stands.
        }

        return facts.RequestModel is not null;
    }

    public void ReadResponse(ReadOnlySpan<byte> body, InvocationFacts facts, ContentPolicy policy)
    {
        var reader = new Utf8JsonReader(body);
        if (JsonFields.EnterObject(ref reader))
        {
            OpenAIResponseObject.Read(ref reader, facts);
        }
    }

    public IStreamedResponse CreateStreamedResponse(InvocationFacts facts, ContentPolicy policy) => new OpenAIResponsesStream(facts);

    private static bool ReadContent(ref Utf8JsonReader reader, InvocationFacts facts, ContentPolicy policy)
    {
        if (reader.ValueTextEquals("input"u8) && facts.ReadsInput)
        {
            using var input = JsonDocument.ParseValue(ref reader);
            facts.Input = OpenAIResponseItems.ReadInput(input.RootElement);
        }
        else if (reader.ValueTextEquals("instructions"u8) && policy.Captures)
        {
            facts.SystemInstructions = JsonFields.ReadString(ref reader) is { } text ? [new GenAIPart.Text(text)] : null;
        }
        else if (reader.ValueTextEquals("tools"u8) && policy.Captures)
        {
            using var tools = JsonDocument.ParseValue(ref reader);
            facts.Tools = OpenAIMessages.ReadTools(tools.RootElement, policy);
        }
        else
        {
            return false;
        }

        return true;
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
        else if (reader.ValueTextEquals("max_output_tokens"u8))
        {
            facts.MaxTokens = JsonFields.ReadInteger(ref reader);
        }
        else if (reader.ValueTextEquals("temperature"u8))
        {
            facts.Temperature = JsonFields.ReadNumber(ref reader);
        }
        else if (reader.ValueTextEquals("top_p"u8))
        {
            facts.TopP = JsonFields.ReadNumber(ref reader);
        }
        else if (reader.ValueTextEquals("previous_response_id"u8))
        {
            facts.PreviousResponseId = JsonFields.ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("service_tier"u8))
        {
            facts.OpenAIRequestServiceTier = JsonFields.ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("conversation"u8) || reader.ValueTextEquals("reasoning"u8) || reader.ValueTextEquals("text"u8))
        {
            var property = reader.GetString();
            using var value = JsonDocument.ParseValue(ref reader);
            ReadNested(property, value.RootElement, facts);
        }
        else
        {
            JsonFields.SkipValue(ref reader);
        }
    }

    private static void ReadNested(string? property, JsonElement value, InvocationFacts facts)
    {
        switch (property)
        {
            case "conversation":
                facts.ConversationId = value.ValueKind == JsonValueKind.String ? value.GetString() : JsonFields.StringOf(value, "id");
                break;
            case "reasoning":
                facts.ReasoningLevel = JsonFields.StringOf(value, "effort");
                break;
            case "text" when value.ValueKind == JsonValueKind.Object && value.TryGetProperty("format", out var format):
                facts.OutputType = JsonFields.StringOf(format, "type") switch
                {
                    "json_object" or "json_schema" => GenAIOutputTypeValues.Json,
                    "text" => GenAIOutputTypeValues.Text,
                    _ => null,
                };
                break;
            default:
                break;
        }
    }
}
