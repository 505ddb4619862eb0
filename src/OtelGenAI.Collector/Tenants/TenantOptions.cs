namespace OtelGenAI.Collector.Tenants;

/// <summary>What a tenant may use: <c>Tenants:{name}</c>, or <c>TenantDefaults</c> for what is not said there.</summary>
internal sealed class TenantOptions
{
    /// <summary>Bytes of requests per second, after decompression, averaged; a pause saves up two seconds of it.</summary>
    /// <value>Default 0: no quota. A collector of one team needs none; one that is shared should set it.</value>
    public long BytesPerSecond { get; set; }

    /// <summary>Spans per second, averaged; a pause saves up two seconds of it.</summary>
    /// <value>Default 0: no quota.</value>
    public long SpansPerSecond { get; set; }

    /// <summary>Log records and data points per second, together, averaged; a pause saves up two seconds of it.</summary>
    /// <value>Default 0: no quota. Apart from spans, so that a chatty logger does not keep traces out.</value>
    public long RecordsPerSecond { get; set; }

    /// <summary>Bytes of the tenant's folder beyond which nothing more is taken until retention has made room.</summary>
    /// <value>Default 0: no quota.</value>
    public long StorageBytes { get; set; }

    /// <summary>Bytes of requests that the tenant may have under way at once.</summary>
    /// <value>Default 0: half of <c>Receivers:Otlp:MaxInFlightBytes</c>, so that one tenant cannot use up what all share.</value>
    public long InFlightBytes { get; set; }
}
