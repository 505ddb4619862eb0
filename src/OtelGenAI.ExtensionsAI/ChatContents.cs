using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OtelGenAI.ExtensionsAI;

/// <summary>Reads messages in the conventions' shape.</summary>
internal static class ChatContents
{
    /// <summary>Reads a conversation, or an answer.</summary>
    /// <param name="messages">The messages, oldest first.</param>
    /// <param name="finishReason">Why the model stopped; only for answers.</param>
    public static IReadOnlyList<GenAIMessage> Messages(IEnumerable<ChatMessage> messages, string? finishReason = null) =>
        [.. messages.Select(message => new GenAIMessage(message.Role.Value, Parts(message.Contents)) { Name = message.AuthorName, FinishReason = finishReason })];

    /// <summary>Reads the parts of one message.</summary>
    public static IReadOnlyList<GenAIPart> Parts(IEnumerable<AIContent> contents) => [.. contents.Select(Part).OfType<GenAIPart>()];

    private static GenAIPart? Part(AIContent content) => content switch
    {
        TextContent text => new GenAIPart.Text(text.Text),
        TextReasoningContent reasoning => new GenAIPart.Reasoning(reasoning.Text),
        FunctionCallContent call => new GenAIPart.ToolCall(call.CallId, call.Name, call.Arguments is null ? null : Json(call.Arguments, typeof(IDictionary<string, object?>))),
        FunctionResultContent result => new GenAIPart.ToolCallResponse(result.CallId, result.Result as string ?? Json(result.Result, typeof(object)) ?? ""),
        DataContent data => new GenAIPart.Blob(ModalityOf(data.MediaType), data.MediaType, data.Base64Data.ToString()),
        UriContent uri => new GenAIPart.Link(ModalityOf(uri.MediaType), uri.Uri.OriginalString),
        HostedFileContent file => new GenAIPart.File(ModalityOf(file.MediaType), file.FileId),
        ErrorContent error => new GenAIPart.Generic("error", error.Message),
        // Counts, and no content.
        UsageContent => null,
        _ => new GenAIPart.Generic(content.GetType().Name, Content: null),
    };

    // With the resolver of Microsoft.Extensions.AI, which needs no reflection for what models send; for other types of an application that was trimmed
    // there may be no way, and their name has to do.
    private static string? Json(object? value, Type type)
    {
        try
        {
            return value is null ? null : JsonSerializer.Serialize(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(type));
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException)
        {
            return value?.GetType().FullName;
        }
    }

    private static string ModalityOf(string? mediaType) => mediaType?.Split('/')[0] switch
    {
        "image" => "image",
        "audio" => "audio",
        "video" => "video",
        _ => "document",
    };
}
