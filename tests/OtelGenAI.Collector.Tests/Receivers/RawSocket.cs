using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OtelGenAI.Collector.Tests.Receivers;

/// <summary>A TCP connection that says anything at all.</summary>
internal sealed class RawSocket : IDisposable
{
    // Long enough for a busy machine; a test that waits for it fails.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _tcp = new();

    private RawSocket()
    {
    }

    public static async Task<RawSocket> ConnectAsync(Uri? address)
    {
        var socket = new RawSocket();
        await socket._tcp.ConnectAsync(IPAddress.Loopback, address!.Port);
        return socket;
    }

    /// <summary>Connects, and returns what the server says until it closes the connection, which may be before the connection is complete.</summary>
    public static async Task<string> ListenAsync(Uri? address)
    {
        try
        {
            using var socket = await ConnectAsync(address);
            return await socket.ReadToEndAsync();
        }
        catch (SocketException)
        {
            return "";
        }
    }

    public async Task SendAsync(byte[] bytes) => await _tcp.GetStream().WriteAsync(bytes);

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Everything the server says until it closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var said = new MemoryStream();
        try
        {
            await _tcp.GetStream().CopyToAsync(said, patience.Token);
        }
        catch (IOException)
        {
            // Closed the hard way; also an end.
        }

        return Encoding.Latin1.GetString(said.ToArray());
    }

    /// <summary>What the server says until a text has come.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        using var patience = new CancellationTokenSource(Patience);
        var said = new StringBuilder();
        var buffer = new byte[4096];
        while (!said.ToString().Contains(end, StringComparison.Ordinal))
        {
            var read = await _tcp.GetStream().ReadAsync(buffer, patience.Token);
            if (read == 0)
            {
                break;
            }

            said.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return said.ToString();
    }

    public void Dispose() => _tcp.Dispose();
}
