using Microsoft.AspNetCore.Http;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Whose telemetry a request may see. Whoever lets a request in sets it as a feature.</summary>
public interface ITenantFeature
{
    /// <summary>The tenant.</summary>
    TenantId Tenant { get; }

    /// <summary>Id of the key that it came with; empty where nobody needs one.</summary>
    string KeyId { get; }
}

/// <summary>Finds the tenant of an API request.</summary>
internal static class RequestTenant
{
    /// <summary>The tenant.</summary>
    /// <exception cref="InvalidOperationException">Nobody let the request in: it must not see anything.</exception>
    public static TenantId Of(HttpContext context) => Feature(context).Tenant;

    /// <summary>Who asks, as far as it is known: the key. Without keys everybody is the same.</summary>
    /// <exception cref="InvalidOperationException">Nobody let the request in.</exception>
    public static string OwnerOf(HttpContext context) => Feature(context).KeyId;

    private static ITenantFeature Feature(HttpContext context) =>
        context.Features.Get<ITenantFeature>() ?? throw new InvalidOperationException("The request has passed no access check.");
}
