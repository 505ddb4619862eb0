using OtelGenAI.Collector.Access;
using OtelGenAI.Collector.Keys;
using OtelGenAI.Collector.Tenants;
using OtelGenAI.Otlp.Responses;

namespace OtelGenAI.Collector.Receivers;

/// <summary>Lets requests in, whatever transport and signal: first the key, then the quotas of its tenant. Nothing of the body is read yet.</summary>
internal sealed class ReceiverDoor(AccessCheck access, TenantAllowances allowances)
{
    /// <summary>Lets a request in; <see cref="RequestTenant.Of"/> then knows its tenant.</summary>
    /// <returns>What the tenant may use: its budget of bytes under way, and where to count what was sent.</returns>
    /// <exception cref="RefusedRequestException">It stays outside.</exception>
    public TenantAllowance Admit(HttpContext context, OtlpSignal signal)
    {
        switch (access.Check(context.Request.Headers, KeyScope.Ingest))
        {
            case AccessResult.Granted granted:
                RequestTenant.Set(context, granted);
                break;
            case AccessResult.Unknown unknown:
                context.Response.Headers.WWWAuthenticate = AccessCheck.Challenge;
                throw new RefusedRequestException(Refusal.Unauthenticated, "unauthenticated", unknown.Reason);
            case AccessResult.OutOfScope denied:
                throw new RefusedRequestException(Refusal.PermissionDenied, "permission_denied", denied.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        var allowance = allowances.Of(RequestTenant.Of(context));
        allowance.Check(signal);
        return allowance;
    }
}
