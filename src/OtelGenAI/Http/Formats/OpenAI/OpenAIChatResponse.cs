using System.Text.Json;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.OpenAI;

/// <summary>Reads a whole chat completion, or the error sent instead.</summary>
internal static class OpenAIChatResponse
{
    public static void Read(ReadOnlySpan<byte> body, InvocationFacts facts)
    {
        var reader = new Utf8JsonReader(body);
        if (!JsonFields.EnterObject(ref reader))
        {
            return;
        }

        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                ReadChoices(ref reader, facts);
            }
            else
            {
                ReadFrame(ref reader, facts);
            }
        }
    }

    /// <summary>Reads a property that whole answers and pieces of streams share.</summary>
    public static void ReadFrame(ref Utf8JsonReader reader, InvocationFacts facts)
    {
        // Every piece of a stream repeats them: once known they are passed over, or a long answer would make hundreds of equal strings.
        if (facts.ResponseId is null && reader.ValueTextEquals("id"u8))
        {
            facts.ResponseId = NullIfEmpty(JsonFields.ReadString(ref reader));
        }
        else if (facts.ResponseModel is null && reader.ValueTextEquals("model"u8))
        {
            facts.ResponseModel = NullIfEmpty(JsonFields.ReadString(ref reader));
        }
        else if (reader.ValueTextEquals("usage"u8))
        {
            facts.Usage = OpenAIUsage.Read(ref reader, facts.Usage);
        }
        else if (facts.OpenAIResponseServiceTier is null && reader.ValueTextEquals("service_tier"u8))
        {
            facts.OpenAIResponseServiceTier = JsonFields.ReadString(ref reader);
        }
        else if (facts.OpenAISystemFingerprint is null && reader.ValueTextEquals("system_fingerprint"u8))
        {
            facts.OpenAISystemFingerprint = NullIfEmpty(JsonFields.ReadString(ref reader));
        }
        else if (reader.ValueTextEquals("error"u8))
        {
            OpenAIError.Read(ref reader, facts);
        }
        else
        {
            JsonFields.SkipValue(ref reader);
        }
    }

    private static void ReadChoices(ref Utf8JsonReader reader, InvocationFacts facts)
    {
        // A choice is small next to what the application itself makes of it, and content needs it whole: a document is the simple way.
        using var choices = JsonDocument.ParseValue(ref reader);
        if (choices.RootElement.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        var output = new List<GenAIMessage>();
        var position = 0;
        foreach (var choice in choices.RootElement.EnumerateArray())
        {
            var finishReason = JsonFields.StringOf(choice, "finish_reason");
            if (finishReason is not null)
            {
                facts.SetFinishReason(position, finishReason);
            }

            if (facts.ReadsOutput && choice.ValueKind == JsonValueKind.Object && choice.TryGetProperty("message", out var message) &&
                message.ValueKind == JsonValueKind.Object)
            {
                output.Add(OpenAIMessages.ReadMessage(message, finishReason));
            }

            position++;
        }

        facts.SawTerminalMarker = true;
        facts.Output = output;
    }

    // Azure's first streamed event, which only carries filter results, has an empty id and model.
    private static string? NullIfEmpty(string? value) => value is "" ? null : value;
}
