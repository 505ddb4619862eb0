using System.Text;

namespace OtelGenAI.Tests.Exchanges;

/// <summary>One request to a provider and the answer it gets, with what the span of it must say.</summary>
/// <param name="Name">Says which API, and what is special about it.</param>
/// <param name="Path">Path of the request.</param>
/// <param name="Request">Its JSON body.</param>
public sealed record Exchange(string Name, string Path, string Request)
{
    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = "application/json";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body of the answer, in the pieces the provider sends it in.</summary>
    public IReadOnlyList<byte[]> Chunks { get; init; } = [];

    /// <summary>Whether the connection breaks after the last piece.</summary>
    public bool BreaksOff { get; init; }

    public string SpanName { get; init; } = "";

    /// <summary>What the span must say, and in every GenAI attribute nothing else.</summary>
    public Dictionary<string, object> Expected { get; init; } = [];

    /// <summary>What its output messages must be, when content is captured.</summary>
    public string? Output { get; init; }

    /// <summary>What its input messages must be, when content is captured.</summary>
    public string? Input { get; init; }

    /// <summary>The body of the answer, sent in one piece.</summary>
    public string Answer
    {
        get => string.Concat(Chunks.Select(Encoding.UTF8.GetString));
        init => Chunks = [Encoding.UTF8.GetBytes(value)];
    }

    public override string ToString() => Name;

    /// <summary>Server-sent events, one a piece.</summary>
    public static IReadOnlyList<byte[]> Events(params string[] events) => [.. events.Select(static data => Encoding.UTF8.GetBytes($"data: {data.ReplaceLineEndings(" ")}\n\n"))];

    /// <summary>JSON texts, one a line, one a piece.</summary>
    public static IReadOnlyList<byte[]> Lines(params string[] lines) => [.. lines.Select(static line => Encoding.UTF8.GetBytes(line + "\n"))];

    /// <summary>Text in pieces.</summary>
    public static IReadOnlyList<byte[]> Pieces(params string[] pieces) => [.. pieces.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Messages of an AWS event stream, one a piece.</summary>
    public static IReadOnlyList<byte[]> Messages(params (string Type, string Payload)[] messages) => [.. messages.Select(static message => EventStreamMessage(message.Type, message.Payload))];

    /// <summary>Chunks of a model that Bedrock invokes.</summary>
    public static IReadOnlyList<byte[]> BedrockChunks(params string[] chunks) =>
        Messages([.. chunks.Select(static chunk => ("chunk", $$"""{"bytes":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(chunk))}}"}"""))]);

    /// <summary>Encodes one message of an AWS event stream, checksums included.</summary>
    public static byte[] EventStreamMessage(string type, string payload)
    {
        var isException = type.EndsWith("Exception", StringComparison.Ordinal);
        using var headers = new MemoryStream();
        WriteHeader(headers, isException ? ":exception-type" : ":event-type", type);
        WriteHeader(headers, ":content-type", "application/json");
        WriteHeader(headers, ":message-type", isException ? "exception" : "event");
        var body = Encoding.UTF8.GetBytes(payload);
        var message = new byte[12 + headers.Length + body.Length + 4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), (int)headers.Length);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), Crc32(message.AsSpan(0, 8)));
        headers.ToArray().CopyTo(message, 12);
        body.CopyTo(message, 12 + (int)headers.Length);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(message.Length - 4), Crc32(message.AsSpan(0, message.Length - 4)));
        return message;
    }

    private static void WriteHeader(MemoryStream headers, string name, string value)
    {
        headers.WriteByte((byte)name.Length);
        headers.Write(Encoding.ASCII.GetBytes(name));
        headers.WriteByte(7);
        headers.WriteByte((byte)(value.Length >> 8));
        headers.WriteByte((byte)value.Length);
        headers.Write(Encoding.ASCII.GetBytes(value));
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
