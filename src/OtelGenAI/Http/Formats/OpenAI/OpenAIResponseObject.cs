using System.Text.Json;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.OpenAI;

/// <summary>Reads a response object: the whole answer, or what the last event of a stream repeats.</summary>
internal static class OpenAIResponseObject
{
    /// <summary>Reads the properties of the object the reader is in.</summary>
    public static void Read(ref Utf8JsonReader reader, InvocationFacts facts)
    {
        string? status = null;
        string? incompleteReason = null;
        var hasToolCalls = false;
        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("status"u8))
            {
                status = JsonFields.ReadString(ref reader);
            }
            else if (reader.ValueTextEquals("incomplete_details"u8))
            {
                using var details = JsonDocument.ParseValue(ref reader);
                incompleteReason = JsonFields.StringOf(details.RootElement, "reason");
            }
            else if (reader.ValueTextEquals("output"u8))
            {
                using var output = JsonDocument.ParseValue(ref reader);
                hasToolCalls = OpenAIResponseItems.HasToolCalls(output.RootElement);
                facts.Output = facts.ReadsOutput ? OpenAIResponseItems.ReadOutput(output.RootElement) : null;
            }
            else
            {
                OpenAIChatResponse.ReadFrame(ref reader, facts);
            }
        }

        if (FinishReason(status, incompleteReason, hasToolCalls) is { } reason)
        {
            facts.SetFinishReason(choice: 0, reason);
            facts.SawTerminalMarker = true;
            facts.Output = facts.Output is [var message] ? [message with { FinishReason = OutputFinishReasons.Of(reason) }] : facts.Output;
        }

        if (status is "failed")
        {
            facts.ProviderError ??= "failed";
        }
    }

    // The API says how it ended in other words than the chat API; these are the conventions' own translation, and the chat API's word for tools.
    private static string? FinishReason(string? status, string? incompleteReason, bool hasToolCalls) => status switch
    {
        "completed" => hasToolCalls ? "tool_calls" : "stop",
        "incomplete" => incompleteReason == "max_output_tokens" ? "length" : incompleteReason ?? "length",
        "failed" or "cancelled" => "error",
        _ => null,
    };
}
