using OtelGenAI.Collector.Keys;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Access;

/// <summary>Whether a request may do what it wants.</summary>
internal abstract record AccessResult
{
    private AccessResult()
    {
    }

    /// <summary>It may.</summary>
    /// <param name="Tenant">Whose telemetry it sends or reads.</param>
    /// <param name="Key">With which key, or <see langword="null"/> where none is needed.</param>
    public sealed record Granted(TenantId Tenant, ApiKey? Key) : AccessResult;

    /// <summary>It is not known who asks: HTTP 401, UNAUTHENTICATED.</summary>
    /// <param name="Reason">What to do about it.</param>
    public sealed record Unknown(string Reason) : AccessResult;

    /// <summary>It is known, and not allowed: HTTP 403, PERMISSION_DENIED.</summary>
    /// <param name="Reason">What the key would need.</param>
    public sealed record OutOfScope(string Reason) : AccessResult;
}
