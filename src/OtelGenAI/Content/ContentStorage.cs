using System.Text;
using System.Text.Json;
using OtelGenAI.Diagnostics;

namespace OtelGenAI.Content;

/// <summary>Puts large content elsewhere, and a URI in its place.</summary>
/// <param name="store">Keeps it, and says where.</param>
/// <param name="overBytes">What is larger goes there.</param>
internal sealed class ContentStorage(Func<GenAIStoredContent, Uri?> store, int overBytes)
{
    /// <summary>Makes the storage that options ask for.</summary>
    /// <returns><see langword="null"/> if they ask for none.</returns>
    public static ContentStorage? From(GenAIInstrumentationOptions options) =>
        options.StoreContent is { } store ? new ContentStorage(store, options.StoreContentOverBytes) : null;

    /// <summary>A part of a message, or what stands for it.</summary>
    public GenAIPart Part(GenAIPart part, GenAIContentKinds kind) => part switch
    {
        // Three bytes in four letters.
        GenAIPart.Blob blob when blob.Base64.Length / 4L * 3 > overBytes => Store(kind, blob.MimeType, () => Convert.FromBase64String(blob.Base64)) is { } uri
            ? new GenAIPart.Link(blob.Modality, uri)
            : part,
        GenAIPart.Text text when IsLarge(text.Content) => Store(kind, "text/plain", () => Encoding.UTF8.GetBytes(text.Content)) is { } uri
            ? new GenAIPart.Link("text", uri)
            : part,
        GenAIPart.ToolCall { Arguments: { } arguments } call => call with { Arguments = Value(arguments, GenAIContentKinds.ToolArguments) },
        GenAIPart.ToolCallResponse response => response with { Response = Value(response.Response, GenAIContentKinds.ToolResults) },
        _ => part,
    };

    /// <summary>A value that is JSON or text, or an object with its URI.</summary>
    public string Value(string value, GenAIContentKinds kind)
    {
        if (!IsLarge(value))
        {
            return value;
        }

        var isJson = value.AsSpan().Trim() is ['{', .., '}'] or ['[', .., ']'];
        return Store(kind, isJson ? "application/json" : "text/plain", () => Encoding.UTF8.GetBytes(value)) is { } uri
            ? $$"""{"uri":"{{JsonEncodedText.Encode(uri)}}"}"""
            : value;
    }

    private bool IsLarge(string text) => text.Length > overBytes || (text.Length > overBytes / 3 && Encoding.UTF8.GetByteCount(text) > overBytes);

    // Where it cannot be kept elsewhere, it stays: the limit of the attribute decides then, as without a store.
    private string? Store(GenAIContentKinds kind, string? mimeType, Func<byte[]> bytes)
    {
        try
        {
            return store(new GenAIStoredContent(kind, mimeType, bytes()))?.OriginalString;
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(GenAIInstrumentationOptions.StoreContent), exception);
            return null;
        }
    }
}
