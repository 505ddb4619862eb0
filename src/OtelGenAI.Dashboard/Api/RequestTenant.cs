using Microsoft.AspNetCore.Http;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Whose telemetry a request may see. Whoever lets a request in sets it as a feature.</summary>
public interface ITenantFeature
{
    /// <summary>The tenant.</summary>
    TenantId Tenant { get; }
}

/// <summary>Finds the tenant of an API request.</summary>
internal static class RequestTenant
{
    /// <summary>The tenant.</summary>
    /// <exception cref="InvalidOperationException">Nobody let the request in: it must not see anything.</exception>
    public static TenantId Of(HttpContext context) =>
        context.Features.Get<ITenantFeature>()?.Tenant ?? throw new InvalidOperationException("The request has passed no access check.");
}
