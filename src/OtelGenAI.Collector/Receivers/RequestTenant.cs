using OtelGenAI.Collector.Access;
using OtelGenAI.Dashboard.Api;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Receivers;

/// <summary>Whose telemetry a request carries or sees.</summary>
internal static class RequestTenant
{
    /// <summary>The tenant of a request that was let in.</summary>
    /// <exception cref="InvalidOperationException">Nobody let it in.</exception>
    public static TenantId Of(HttpContext context) =>
        context.Features.Get<ITenantFeature>()?.Tenant ?? throw new InvalidOperationException("The request has passed no access check.");

    /// <summary>Lets a request in.</summary>
    public static void Set(HttpContext context, AccessResult.Granted granted) =>
        context.Features.Set<ITenantFeature>(new TenantFeature(granted.Tenant, granted.Key?.Id ?? ""));

    private sealed record TenantFeature(TenantId Tenant, string KeyId) : ITenantFeature;
}
