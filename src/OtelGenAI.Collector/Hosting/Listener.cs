using Microsoft.AspNetCore.Connections;

namespace OtelGenAI.Collector.Hosting;

/// <summary>What is behind an address.</summary>
internal enum ListenerRole
{
    /// <summary>OTLP/gRPC.</summary>
    Grpc,

    /// <summary>OTLP/HTTP.</summary>
    OtlpHttp,

    /// <summary>UI, API, health and metrics.</summary>
    Http,
}

/// <summary>Tells a request through which address it came: each serves its own thing and nothing else.</summary>
internal interface IListenerRoleFeature
{
    ListenerRole Role { get; }
}

internal sealed record ListenerRoleFeature(ListenerRole Role) : IListenerRoleFeature;

/// <summary>Marks the connections of an address with its role.</summary>
internal static class ListenerRoleMiddleware
{
    public static ConnectionDelegate Mark(ConnectionDelegate next, ListenerRole role)
    {
        var feature = new ListenerRoleFeature(role);
        return connection =>
        {
            connection.Features.Set<IListenerRoleFeature>(feature);
            return next(connection);
        };
    }

    public static ListenerRole RoleOf(HttpContext context) =>
        context.Features.Get<IListenerRoleFeature>()?.Role ?? ListenerRole.Http;
}
