using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelGenAI.Storage.Sqlite;

/// <summary>A list of texts in one column, as a JSON array, so that any SQLite tool can read it.</summary>
internal static class TextList
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a list; an empty one as nothing.</summary>
    public static ReadOnlySpan<byte> Write(IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return [];
        }

        var buffer = new ArrayBufferWriter<byte>(64);
        using var writer = new Utf8JsonWriter(buffer, Relaxed);
        writer.WriteStartArray();
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenSpan;
    }

    /// <summary>Reads a list.</summary>
    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            return [];
        }

        List<string> texts = [];
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                texts.Add(reader.GetString()!);
            }
        }

        return texts;
    }
}
