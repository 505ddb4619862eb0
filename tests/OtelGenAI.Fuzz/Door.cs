using System.Text;
using OtelGenAI.Collector.Hosting;

namespace OtelGenAI.Fuzz;

/// <summary>An address of the program that strangers can talk to.</summary>
/// <param name="Name">Name of the target, and of the folder of its corpus.</param>
/// <param name="Role">Which address.</param>
/// <param name="Mutate">Changes a conversation of the corpus, with pieces of another one.</param>
/// <param name="IsEnd">Whether what the program has said so far is all that it will say.</param>
internal sealed record Door(string Name, ListenerRole Role, Func<byte[], byte[], Random, byte[]> Mutate, Func<ReadOnlyMemory<byte>, bool> IsEnd)
{
    private const string OtlpRequests = "http";

    /// <summary>Every address.</summary>
    public static IReadOnlyList<Door> All { get; } =
    [
        new(OtlpRequests, ListenerRole.OtlpHttp, RequestMutation.Http1, _ => false),
        new("api", ListenerRole.Http, RequestMutation.Http1, _ => false),
        new("grpc", ListenerRole.Grpc, RequestMutation.Http2, HasEndedStreamOne),
    ];

    /// <summary>Requests of HTTP/1.1; those of the gRPC door are made of the same, in HTTP/2.</summary>
    public IReadOnlyList<byte[]> Corpus() => CorpusFolder.Read(Role == ListenerRole.Grpc ? OtlpRequests : Name);

    /// <summary>How a request ended: the status of HTTP, that of gRPC, or none.</summary>
    public string KindOf(ReadOnlySpan<byte> answer)
    {
        const string Status = "grpc-status";
        if (Role != ListenerRole.Grpc)
        {
            return answer.IsEmpty ? "closed" : answer.StartsWith("HTTP/1.1 "u8) ? Encoding.ASCII.GetString(answer.Slice(9, 3)) : "other";
        }

        // Not compressed, because the server has seen no table of ours: the name, a length, the digits.
        var text = Encoding.Latin1.GetString(answer);
        var at = text.IndexOf(Status, StringComparison.Ordinal);
        var length = at + Status.Length;

        // A busy server may have fallen silent in the middle of a frame.
        return at < 0 || length >= text.Length || length + text[length] >= text.Length ? "frames only" : $"{Status} {text.Substring(length + 1, text[length])}";
    }

    /// <summary>What is wrong with an answer.</summary>
    /// <returns><see langword="null"/> if nothing is: no answer at all is one, too.</returns>
    public string? ProblemOf(ReadOnlySpan<byte> answer)
    {
        if (answer.IndexOf("The receiver failed"u8) >= 0 || answer.StartsWith("HTTP/1.1 500"u8))
        {
            return $"It failed: {Encoding.Latin1.GetString(answer)}";
        }

        var isHttp1 = Role != ListenerRole.Grpc && !answer.IsEmpty;
        return isHttp1 && !answer.StartsWith("HTTP/1."u8) && answer[0] != 0 ? $"That is no answer: {Encoding.Latin1.GetString(answer)}" : null;
    }

    private static bool HasEndedStreamOne(ReadOnlyMemory<byte> said)
    {
        var bytes = said.Span;
        while (bytes.Length >= Http2Bytes.FrameHeaderBytes)
        {
            var length = (bytes[0] << 16) | (bytes[1] << 8) | bytes[2];
            var (type, isLast, isStreamOne) = (bytes[3], (bytes[4] & Http2Bytes.EndStream) != 0, bytes[8] == 1);
            if ((isStreamOne && (type == Http2Bytes.Reset || (isLast && type is Http2Bytes.Data or Http2Bytes.Headers))) || type == Http2Bytes.GoAway)
            {
                return true;
            }

            bytes = bytes[Math.Min(bytes.Length, Http2Bytes.FrameHeaderBytes + length)..];
        }

        return false;
    }
}
