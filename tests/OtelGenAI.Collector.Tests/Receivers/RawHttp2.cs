using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OtelGenAI.Fuzz;

namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>HTTP/2 frame by frame: what no client library would send.</summary>
internal sealed class RawHttp2 : IAsyncDisposable
{
    private const byte Continuation = 9;
    private const int MaxFrameBytes = 16_384;

    // Long enough for a busy machine; a test that waits for it fails.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;
    private int _nextStream = 1;

    private RawHttp2(TcpClient tcp)
    {
        _tcp = tcp;
        _stream = tcp.GetStream();
    }

    /// <summary>Connects and says the preface, with a header table of size 0: answers are then readable without state.</summary>
    public static async Task<RawHttp2> ConnectAsync(Uri address)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, address.Port);
        var connection = new RawHttp2(tcp);
        await connection._stream.WriteAsync(Http2Bytes.Preface.ToArray());
        await connection.WriteAsync(Http2Bytes.Settings, 0, 0, [0, 1, 0, 0, 0, 0]);
        return connection;
    }

    /// <summary>Begins an export call.</summary>
    /// <returns>The number of its stream.</returns>
    public async Task<int> BeginAsync(params (string Name, string Value)[] headers)
    {
        var stream = _nextStream;
        _nextStream += 2;
        var bytes = Http2Bytes.HeaderBlock(
            [(":method", "POST"), (":scheme", "http"), (":path", GrpcAnswer.TracesPath), (":authority", "localhost"), ("content-type", "application/grpc"), .. headers]);
        for (var offset = 0; offset < bytes.Length; offset += MaxFrameBytes)
        {
            var isLast = offset + MaxFrameBytes >= bytes.Length;
            await WriteAsync(offset == 0 ? Http2Bytes.Headers : Continuation, isLast ? Http2Bytes.EndHeaders : (byte)0, stream, bytes[offset..Math.Min(bytes.Length, offset + MaxFrameBytes)]);
        }

        return stream;
    }

    /// <summary>Sends a part of a body.</summary>
    public Task SendAsync(int stream, byte[] bytes, bool isLast) => WriteAsync(Http2Bytes.Data, isLast ? Http2Bytes.EndStream : (byte)0, stream, bytes);

    /// <summary>Takes a call back.</summary>
    public Task ResetAsync(int stream) => WriteAsync(Http2Bytes.Reset, 0, stream, [0, 0, 0, 8]);

    /// <summary>Reads until a stream, or the connection, has ended.</summary>
    public async Task<RawAnswer> ReadAnswerAsync(int stream)
    {
        try
        {
            return await ReadStreamAsync(stream);
        }
        catch (IOException)
        {
            return new RawAnswer("", Reset: null, GoAway: null) { IsClosed = true };
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _tcp.Dispose();
    }

    private async Task<RawAnswer> ReadStreamAsync(int stream)
    {
        using var patience = new CancellationTokenSource(Patience);
        var headers = new StringBuilder();
        while (true)
        {
            var (type, flags, id, payload) = await ReadAsync(patience.Token);
            if (type == Http2Bytes.GoAway)
            {
                return new RawAnswer(headers.ToString(), Reset: null, GoAway: BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(4)));
            }

            if (id != stream)
            {
                continue;
            }

            if (type == Http2Bytes.Headers)
            {
                headers.Append(Encoding.Latin1.GetString(payload));
            }

            if (type == Http2Bytes.Reset)
            {
                return new RawAnswer(headers.ToString(), BinaryPrimitives.ReadInt32BigEndian(payload), GoAway: null);
            }

            if (type is Http2Bytes.Data or Http2Bytes.Headers && (flags & Http2Bytes.EndStream) != 0)
            {
                return new RawAnswer(headers.ToString(), Reset: null, GoAway: null);
            }
        }
    }

    private async Task WriteAsync(byte type, byte flags, int stream, byte[] payload) =>
        await _stream.WriteAsync(Http2Bytes.Frame(type, flags, stream, payload));

    private async Task<(byte Type, byte Flags, int Stream, byte[] Payload)> ReadAsync(CancellationToken cancellationToken)
    {
        var head = new byte[Http2Bytes.FrameHeaderBytes];
        await _stream.ReadExactlyAsync(head, cancellationToken);
        var payload = new byte[(head[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1))];
        await _stream.ReadExactlyAsync(payload, cancellationToken);
        return (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)) & int.MaxValue, payload);
    }
}

/// <summary>How a stream ended.</summary>
/// <param name="Headers">Its header blocks, undecoded; names and values of fields outside HPACK's static table are readable in them.</param>
/// <param name="Reset">The error of RST_STREAM, if it ended that way.</param>
/// <param name="GoAway">The error of GOAWAY, if the whole connection ended.</param>
internal sealed record RawAnswer(string Headers, int? Reset, int? GoAway)
{
    public const int ProtocolError = 1;
    public const int InternalError = 2;

    /// <summary>Whether the connection was closed without a frame that says why.</summary>
    public bool IsClosed { get; init; }

    /// <summary>The value of a field that HPACK has no number for.</summary>
    public string? Field(string name)
    {
        var at = Headers.IndexOf(name, StringComparison.Ordinal);
        return at < 0 ? null : Headers.Substring(at + name.Length + 1, Headers[at + name.Length]);
    }
}
