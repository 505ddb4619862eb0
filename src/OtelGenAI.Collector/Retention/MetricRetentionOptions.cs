namespace OtelGenAI.Collector.Retention;

/// <summary>How long metrics stay: <c>Storage:Retention:Metrics</c>, or <c>Tenants:{name}:Retention:Metrics</c>.</summary>
internal sealed class MetricRetentionOptions
{
    /// <summary>Days of arrival that ended longer ago are dropped.</summary>
    /// <value>Default: as for everything else. 0 keeps all metrics; they are small, and worth comparing over a year.</value>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>Bytes of a tenant's metrics beyond which their oldest days are dropped; the newest day always stays.</summary>
    /// <value>Default: no limit of their own; they count towards the limit of everything. 0 is no limit, and they do not count.</value>
    public long? MaxBytes { get; set; }
}
