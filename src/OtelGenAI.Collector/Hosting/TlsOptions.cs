namespace OtelGenAI.Collector.Hosting;

/// <summary>The certificates of the three addresses: <c>Tls:Grpc</c>, <c>Tls:OtlpHttp</c>, <c>Tls:Http</c>.</summary>
internal sealed class TlsListeners
{
    public TlsOptions Grpc { get; set; } = new();

    public TlsOptions OtlpHttp { get; set; } = new();

    public TlsOptions Http { get; set; } = new();
}

/// <summary>The certificate of one address.</summary>
internal sealed class TlsOptions
{
    /// <summary>The certificate: PEM (with intermediates after it, if there are any) or PFX.</summary>
    /// <value>Default empty: cleartext.</value>
    public string CertificateFile { get; set; } = "";

    /// <summary>Its key, if that is a PEM file of its own.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>The password of the key or the PFX. Better given as a variable than in a file.</summary>
    public string Password { get; set; } = "";

    /// <summary>PEM file of the authorities whose client certificates are accepted; with it, a client without one is refused ("mTLS").</summary>
    /// <value>Default empty: clients need no certificate. A certificate does not replace a key: it says who connects, not which tenant.</value>
    public string ClientCaFile { get; set; } = "";
}
