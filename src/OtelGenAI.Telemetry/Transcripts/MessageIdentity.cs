using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Content;

namespace OtelGenAI.Telemetry.Transcripts;

/// <summary>Tells whether two messages say the same, also when one is an answer and the other its copy in the next call's history.</summary>
/// <remarks>
/// Histories drop what a model thought and why it stopped, and write arguments in another order of keys: none of that counts. A tool
/// call is what its id is.
/// </remarks>
internal static class MessageIdentity
{
    /// <summary>A hash of what a message says.</summary>
    /// <param name="message">In the shape of <see cref="SpanContent"/>.</param>
    public static UInt128 Of(JsonNode? message)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(JsonShapes.Text(message?["role"]));
            foreach (var part in message?["parts"] as JsonArray ?? [])
            {
                WritePart(writer, part as JsonObject);
            }

            writer.WriteEndArray();
        }

        return Hash(text.WrittenSpan);
    }

    /// <summary>A hash of any JSON, whatever order its keys have.</summary>
    public static UInt128 OfJson(JsonNode? node)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { SkipValidation = true }))
        {
            Write(writer, node);
        }

        return Hash(text.WrittenSpan);
    }

    private static void WritePart(Utf8JsonWriter writer, JsonObject? part)
    {
        switch (JsonShapes.Text(part?["type"]))
        {
            case "reasoning":
                break;
            case "text":
                writer.WriteStringValue(JsonShapes.Shown(part!["content"]).Trim());
                break;
            case "tool_call" when JsonShapes.Text(part!["id"]) is { Length: > 0 } id:
                writer.WriteStringValue(id);
                break;
            case "tool_call":
                writer.WriteStringValue(JsonShapes.Text(part!["name"]));
                Write(writer, part["arguments"]);
                break;
            default:
                Write(writer, part);
                break;
        }
    }

    // Recursive, but content is read with a limit of 128 levels.
    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject properties:
                writer.WriteStartObject();
                foreach (var (name, value) in properties.OrderBy(property => property.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    private static UInt128 Hash(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
