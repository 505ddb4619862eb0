using System.Net;
using OtelGenAI.Collector.Hosting;

namespace OtelGenAI.Collector.Access;

/// <summary>Refuses names that nobody gave this program, while it needs no key.</summary>
/// <remarks>
/// A page of any site can point its own name at 127.0.0.1 after it was loaded, and would then be of the same origin as our API ("DNS
/// rebinding"). The Host header still carries the name. An address is nobody's name, so addresses are served.
/// </remarks>
internal sealed class HostCheck(CollectorOptions options)
{
    /// <summary>Whether a Host header is one of ours.</summary>
    public bool IsServed(HostString host)
    {
        var name = host.Host.TrimEnd('.');
        return IPAddress.TryParse(name.Trim('[', ']'), out _) ||
            name.Equals("localhost", StringComparison.OrdinalIgnoreCase) ||
            name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) ||
            options.AllowedHosts.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
