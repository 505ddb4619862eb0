using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelGenAI.Content;

/// <summary>Writes messages in the conventions' JSON, never larger than its limit and never cut in the middle.</summary>
internal static class ContentJson
{
    // Relaxed: the value goes into an attribute, never into HTML, and escaping every non-ASCII letter would triple its size.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes messages, dropping the oldest parts until the rest fits.</summary>
    /// <param name="messages">The messages, oldest first.</param>
    /// <param name="maxBytes">Limit in UTF-8 bytes.</param>
    /// <param name="isTruncated">Set when something was dropped; left alone otherwise.</param>
    /// <returns>A JSON array. Messages that lost every part are left out, but the newest always stays, if only as an empty shell.</returns>
    public static string Messages(IReadOnlyList<GenAIMessage> messages, int maxBytes, ref bool isTruncated)
    {
        var buffer = new ArrayBufferWriter<byte>(initialCapacity: 1024);
        Write(buffer, messages);
        if (buffer.WrittenCount > maxBytes)
        {
            isTruncated = true;
            messages = DropOldest(messages, buffer.WrittenCount - maxBytes);
            buffer.ResetWrittenCount();
            Write(buffer, messages);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes bare parts, the shape of system instructions.</summary>
    /// <param name="parts">The parts, in order.</param>
    /// <param name="maxBytes">Limit in UTF-8 bytes.</param>
    /// <param name="isTruncated">Set when something was dropped; left alone otherwise.</param>
    /// <returns>A JSON array.</returns>
    public static string Parts(IReadOnlyList<GenAIPart> parts, int maxBytes, ref bool isTruncated)
    {
        var buffer = new ArrayBufferWriter<byte>(initialCapacity: 256);
        for (var skipped = 0; ; skipped++)
        {
            buffer.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(buffer, s_options))
            {
                WriteParts(json, parts, skipped);
            }

            if (buffer.WrittenCount <= maxBytes || skipped == parts.Count)
            {
                isTruncated |= skipped > 0;
                return Encoding.UTF8.GetString(buffer.WrittenSpan);
            }
        }
    }

    /// <summary>Writes the tools offered to a model.</summary>
    /// <param name="tools">The tools.</param>
    /// <param name="maxBytes">Limit in UTF-8 bytes.</param>
    /// <param name="isTruncated">Set when something was dropped; left alone otherwise.</param>
    /// <returns>A JSON array; over the limit details go first, then tools from the end.</returns>
    public static string Tools(IReadOnlyList<GenAIToolDefinition> tools, int maxBytes, ref bool isTruncated)
    {
        var buffer = new ArrayBufferWriter<byte>(initialCapacity: 256);
        WriteTools(buffer, tools, tools.Count, withDetails: true);
        for (var count = tools.Count; buffer.WrittenCount > maxBytes && count >= 0; count--)
        {
            isTruncated = true;
            buffer.ResetWrittenCount();
            WriteTools(buffer, tools, count, withDetails: false);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Checks one free value, such as tool arguments, against the limit.</summary>
    /// <param name="value">The text.</param>
    /// <param name="maxBytes">Limit in UTF-8 bytes.</param>
    /// <param name="isTruncated">Set when the value was dropped; left alone otherwise.</param>
    /// <returns>The value, or <see langword="null"/> when it is too large: half a JSON text is worth nothing.</returns>
    public static string? Whole(string value, int maxBytes, ref bool isTruncated)
    {
        if (value.Length <= maxBytes / 3 || Encoding.UTF8.GetByteCount(value) <= maxBytes)
        {
            return value;
        }

        isTruncated = true;
        return null;
    }

    private static List<GenAIMessage> DropOldest(IReadOnlyList<GenAIMessage> messages, int excessBytes)
    {
        var kept = new List<GenAIMessage>(messages.Count);
        var scratch = new ArrayBufferWriter<byte>(initialCapacity: 1024);
        foreach (var message in messages)
        {
            if (excessBytes <= 0)
            {
                kept.Add(message);
                continue;
            }

            var remaining = new List<GenAIPart>();
            foreach (var part in message.Parts)
            {
                if (excessBytes <= 0)
                {
                    remaining.Add(part);
                    continue;
                }

                excessBytes -= SizeOf(part, scratch);
            }

            var isNewest = ReferenceEquals(message, messages[^1]);
            if (remaining.Count > 0 || isNewest)
            {
                kept.Add(message with { Parts = remaining });
            }
        }

        return kept;
    }

    private static int SizeOf(GenAIPart part, ArrayBufferWriter<byte> scratch)
    {
        scratch.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(scratch, s_options))
        {
            WritePart(json, part);
        }

        return scratch.WrittenCount;
    }

    private static void Write(ArrayBufferWriter<byte> buffer, IReadOnlyList<GenAIMessage> messages)
    {
        using var json = new Utf8JsonWriter(buffer, s_options);
        json.WriteStartArray();
        foreach (var message in messages)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, message.Role);
            if (message.Name is not null)
            {
                json.WriteString("name"u8, message.Name);
            }

            json.WritePropertyName("parts"u8);
            WriteParts(json, message.Parts, skip: 0);
            if (message.FinishReason is not null)
            {
                json.WriteString("finish_reason"u8, message.FinishReason);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteParts(Utf8JsonWriter json, IReadOnlyList<GenAIPart> parts, int skip)
    {
        json.WriteStartArray();
        for (var i = skip; i < parts.Count; i++)
        {
            WritePart(json, parts[i]);
        }

        json.WriteEndArray();
    }

    private static void WritePart(Utf8JsonWriter json, GenAIPart part)
    {
        json.WriteStartObject();
        switch (part)
        {
            case GenAIPart.Text text:
                json.WriteString("type"u8, "text"u8);
                json.WriteString("content"u8, text.Content);
                break;
            case GenAIPart.Reasoning reasoning:
                json.WriteString("type"u8, "reasoning"u8);
                json.WriteString("content"u8, reasoning.Content);
                break;
            case GenAIPart.ToolCall call:
                json.WriteString("type"u8, "tool_call"u8);
                WriteOptional(json, "id"u8, call.Id);
                json.WriteString("name"u8, call.Name);
                if (call.Arguments is not null)
                {
                    json.WritePropertyName("arguments"u8);
                    WriteJsonOrString(json, call.Arguments);
                }

                break;
            case GenAIPart.ToolCallResponse response:
                json.WriteString("type"u8, "tool_call_response"u8);
                WriteOptional(json, "id"u8, response.Id);
                json.WritePropertyName("response"u8);
                WriteJsonOrString(json, response.Response);
                break;
            case GenAIPart.Blob blob:
                json.WriteString("type"u8, "blob"u8);
                WriteOptional(json, "mime_type"u8, blob.MimeType);
                json.WriteString("modality"u8, blob.Modality);
                json.WriteString("content"u8, blob.Base64);
                break;
            case GenAIPart.File file:
                json.WriteString("type"u8, "file"u8);
                json.WriteString("modality"u8, file.Modality);
                json.WriteString("file_id"u8, file.FileId);
                break;
            case GenAIPart.Link link:
                json.WriteString("type"u8, "uri"u8);
                json.WriteString("modality"u8, link.Modality);
                json.WriteString("uri"u8, link.Address);
                break;
            case GenAIPart.Generic generic:
                json.WriteString("type"u8, generic.Type);
                WriteOptional(json, "content"u8, generic.Content);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        json.WriteEndObject();
    }

    private static void WriteTools(ArrayBufferWriter<byte> buffer, IReadOnlyList<GenAIToolDefinition> tools, int count, bool withDetails)
    {
        using var json = new Utf8JsonWriter(buffer, s_options);
        json.WriteStartArray();
        for (var i = 0; i < count; i++)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, tools[i].Type);
            json.WriteString("name"u8, tools[i].Name);
            if (withDetails)
            {
                WriteOptional(json, "description"u8, tools[i].Description);
                if (tools[i].Parameters is { } parameters)
                {
                    json.WritePropertyName("parameters"u8);
                    WriteJsonOrString(json, parameters);
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    // Only objects and arrays are taken as JSON: a tool that answers the text 42 answered a text.
    private static void WriteJsonOrString(Utf8JsonWriter json, string value)
    {
        var trimmed = value.AsSpan().Trim();
        if (trimmed is ['{', .., '}'] or ['[', .., ']'])
        {
            try
            {
                using var document = JsonDocument.Parse(value);
                document.RootElement.WriteTo(json);
                return;
            }
            catch (JsonException)
            {
                // A model may write broken arguments; that is worth seeing as it is.
            }
        }

        json.WriteStringValue(value);
    }
}
