using System.Collections.Concurrent;
using OtelGenAI.Collector.Hosting;
using OtelGenAI.Collector.Receivers;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Tenants;

/// <summary>The allowances of all tenants that were seen. There are as many as keys name, so they are never forgotten.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class TenantAllowances(TenantSettings settings, AdmissionBudget all, CollectorOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<TenantId, TenantAllowance> _allowances = new();

    /// <summary>The allowance of a tenant.</summary>
    public TenantAllowance Of(TenantId tenant) =>
        _allowances.GetOrAdd(tenant, static (id, self) => self.Create(id), this);

    private TenantAllowance Create(TenantId tenant) => new(tenant.Name, settings.Of(tenant), all, options.Data, clock);
}
