namespace OtelGenAI.Collector.Hosting;

/// <summary>Where the collector listens and keeps its data. Command line, then OTELGENAI__ variables, then the config file decide.</summary>
internal sealed class CollectorOptions
{
    /// <summary>Folder of the store.</summary>
    /// <value>Default <c>./otelgenai-data</c>.</value>
    public string Data { get; set; } = "otelgenai-data";

    /// <summary>Address of OTLP/gRPC; port 0 picks a free one.</summary>
    /// <value>Default <c>127.0.0.1:4317</c>, OTLP's port, on loopback: without keys nobody else may send.</value>
    public string Grpc { get; set; } = "127.0.0.1:4317";

    /// <summary>Address of OTLP/HTTP; port 0 picks a free one.</summary>
    /// <value>Default <c>127.0.0.1:4318</c>, OTLP's port.</value>
    public string OtlpHttp { get; set; } = "127.0.0.1:4318";

    /// <summary>Address of the UI and the API; port 0 picks a free one.</summary>
    /// <value>Default <c>127.0.0.1:4320</c>.</value>
    public string Http { get; set; } = "127.0.0.1:4320";

    /// <summary>Whether addresses that other machines can reach are allowed although no key is configured.</summary>
    /// <value>Default <see langword="false"/>: prompts are other people's data.</value>
    public bool AllowUnauthenticatedNetwork { get; set; }

    /// <summary>Names, beside those of loopback, under which the UI and the API are served while no key is configured.</summary>
    /// <value>Default none. A name is a Host header without its port; addresses are always served.</value>
    public List<string> AllowedHosts { get; set; } = [];

    /// <summary>Certificates, by address; an address without one speaks cleartext.</summary>
    public TlsListeners Tls { get; set; } = new();

    /// <summary>Whether <c>/metrics</c> is served without a key although keys are configured.</summary>
    /// <value>Default <see langword="false"/>: it counts what all tenants do, so it needs a key with the scope admin.</value>
    public bool MetricsWithoutKey { get; set; }
}
