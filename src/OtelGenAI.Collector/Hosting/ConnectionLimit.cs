using Microsoft.AspNetCore.Connections;
using OtelGenAI.Collector.Metrics;
using OtelGenAI.Collector.Receivers;

namespace OtelGenAI.Collector.Hosting;

/// <summary>Closes connections over the limit at once, and counts them; Kestrel's own limit tells nobody.</summary>
/// <remarks>Thread-safe; one for all addresses.</remarks>
internal sealed class ConnectionLimit(ReceiverOptions options, CollectorMetrics metrics)
{
    private int _open;

    /// <summary>Connections open right now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Stands in front of everything else of an address.</summary>
    public ConnectionDelegate InFrontOf(ConnectionDelegate next) => async connection =>
    {
        try
        {
            if (Interlocked.Increment(ref _open) <= options.MaxConnections)
            {
                await next(connection);
                return;
            }

            metrics.ConnectionRefused("too_many");
            connection.Abort(new ConnectionAbortedException($"More than {options.MaxConnections} connections."));
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };
}
