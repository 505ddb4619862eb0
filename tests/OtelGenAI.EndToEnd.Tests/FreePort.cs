using System.Net;
using System.Net.Sockets;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>Ports for programs that cannot say which one they got, or come back to the one they had.</summary>
/// <remarks>
/// Below the range of which systems take a port for "any" and for outgoing connections: until the program listens on it, and while it is being started
/// again, nobody is given it by chance.
/// </remarks>
internal static class FreePort
{
    private const int First = 15_000;
    private const int Count = 15_000;

    // Tests of two checkouts at once begin at different places.
    private static int _last = Environment.ProcessId * 97 % Count;

    /// <summary>An address of 127.0.0.1 that nobody listens on, and that is not given twice.</summary>
    public static string Address()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _last) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return $"127.0.0.1:{port}";
            }
            catch (SocketException)
            {
                // Somebody does.
            }
        }
    }
}
