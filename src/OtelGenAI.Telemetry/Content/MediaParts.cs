using System.Text.Json.Nodes;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Images, audio, video and files, from the shapes of every provider and client, as the conventions' <c>uri</c> and <c>blob</c>.</summary>
internal static class MediaParts
{
    private const string DataScheme = "data:";

    /// <summary>The part, or <see langword="null"/> if the shape is not known: it is then passed on as it is.</summary>
    /// <param name="source">The part as recorded.</param>
    /// <param name="type">Its type.</param>
    public static JsonObject? Read(JsonObject source, string type)
    {
        var modality = Modality(type);
        if (modality is null)
        {
            return null;
        }

        // {"image_url":{"url":…}}, {"image":{"image":{"url":…}}}, {"source":{…}}, {"input_audio":{…}}, or all of it flat.
        var inner = source;
        foreach (var name in (ReadOnlySpan<string>)["image_url", "input_audio", "source", modality, modality])
        {
            inner = inner[name] as JsonObject ?? inner;
        }

        var address = JsonShapes.FirstText(inner, "url", "uri", "image_url", "file_url", modality + ".url");
        var data = JsonShapes.FirstText(inner, "data", "content", "image", "base64");
        var mimeType = JsonShapes.FirstText(inner, "mime_type", "media_type", "mediaType", "mimeType") ?? JsonShapes.FirstText(source, "mime_type", "mediaType");
        if (data?.StartsWith(DataScheme, StringComparison.Ordinal) == true)
        {
            address ??= data;
        }

        if (address is not null && address.StartsWith(DataScheme, StringComparison.Ordinal) && address.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma)
        {
            mimeType ??= address[DataScheme.Length..comma].Split(';')[0];
            data = address[(comma + 1)..];
            address = null;
        }

        if (address is null && data is null)
        {
            return null;
        }

        var part = new JsonObject { ["type"] = address is null ? "blob" : "uri", ["modality"] = modality };
        if (mimeType is not null)
        {
            part["mimeType"] = mimeType;
        }

        part[address is null ? "content" : "uri"] = address ?? data;
        return part;
    }

    private static string? Modality(string type) => type switch
    {
        "image" or "image_url" or "image-url" or "input_image" => "image",
        "audio" or "audio-url" or "input_audio" => "audio",
        "video" or "video-url" => "video",
        "document" or "document-url" or "input_file" => "document",
        _ => null,
    };
}
