using OpenTelemetry.Exporter;

namespace OtelGenAI;

/// <summary>Where the spans of one tenant go, and with which credentials. Immutable.</summary>
/// <param name="endpoint">Address of an OTLP receiver. Without a path it gets that of traces when it is HTTP.</param>
/// <param name="headers">Sent with every request; keys belong here.</param>
/// <param name="protocol">How it is sent.</param>
public sealed class GenAITenantDestination(
    Uri endpoint,
    IReadOnlyDictionary<string, string>? headers = null,
    OtlpExportProtocol protocol = OtlpExportProtocol.HttpProtobuf)
{
    /// <summary>Address of an OTLP receiver.</summary>
    public Uri Endpoint { get; } = endpoint;

    /// <summary>Sent with every request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; } = headers ?? new Dictionary<string, string>();

    /// <summary>How it is sent.</summary>
    public OtlpExportProtocol Protocol { get; } = protocol;

    /// <summary>The address without its query; never the headers, which are credentials.</summary>
    /// <returns>Text for a log.</returns>
    public override string ToString() => Endpoint.GetLeftPart(UriPartial.Path);

    internal bool IsSame(GenAITenantDestination other) =>
        Endpoint == other.Endpoint && Protocol == other.Protocol && Headers.Count == other.Headers.Count &&
        Headers.All(header => other.Headers.TryGetValue(header.Key, out var value) && value == header.Value);
}
