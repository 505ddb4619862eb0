namespace OtelGenAI;

/// <summary>Which tenant's spans go where.</summary>
public sealed class GenAITenantExportOptions
{
    /// <summary>Finds the destination of a tenant, as <see cref="GenAI.BeginContext"/> named it.</summary>
    /// <value>
    /// Has to be set. Asked again after <see cref="RefreshAfter"/>, so that new keys are taken, by the thread of that tenant's queue: it may take its time.
    /// <see langword="null"/>, or an exception, costs that tenant's spans: they go nowhere, and not to somebody else.
    /// </value>
    public Func<string, GenAITenantDestination?>? Resolve { get; set; }

    /// <summary>Where spans go that belong to no tenant: those of the service itself.</summary>
    /// <value>Default <see langword="null"/>: nowhere. Spans of a tenant never go there.</value>
    public GenAITenantDestination? Default { get; set; }

    /// <summary>How many tenants are sent to at the same time; each has a queue and a thread.</summary>
    /// <value>Default 64. Above it, who was idle for longest is flushed and closed, and opened again with his next span.</value>
    public int MaxTenants { get; set; } = 64;

    /// <summary>How long a destination is believed.</summary>
    /// <value>Default 5 minutes: a key that was taken back is gone by then.</value>
    public TimeSpan RefreshAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the spans of a tenant are gathered before they are sent.</summary>
    /// <value>Default 5 seconds, as OpenTelemetry's own.</value>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(5);

    internal TimeProvider Clock { get; set; } = TimeProvider.System;
}
