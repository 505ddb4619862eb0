using System.Globalization;
using System.Net;

namespace OtelGenAI.Collector.Hosting;

/// <summary>An address and a port to listen on.</summary>
/// <param name="Address">The address.</param>
/// <param name="Port">0 to 65535; 0 picks a free one.</param>
internal readonly record struct ListenAddress(IPAddress Address, int Port)
{
    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Reads <c>127.0.0.1:4317</c>, <c>localhost:4317</c>, <c>[::1]:4317</c>, <c>*:4317</c> or a bare port, which means loopback.</summary>
    public static bool TryParse(string text, out ListenAddress address)
    {
        address = default;
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "localhost" : text[..colon];
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ||
            port > IPEndPoint.MaxPort)
        {
            return false;
        }

        var parsed = host switch
        {
            "localhost" => IPAddress.Loopback,
            "*" or "+" => IPAddress.Any,
            ['[', .., ']'] => Parse(host[1..^1]),
            _ => Parse(host),
        };
        if (parsed is null)
        {
            return false;
        }

        address = new ListenAddress(parsed, port);
        return true;
    }

    private static IPAddress? Parse(string text) => IPAddress.TryParse(text, out var address) ? address : null;
}
