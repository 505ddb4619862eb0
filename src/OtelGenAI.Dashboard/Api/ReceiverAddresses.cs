namespace OtelGenAI.Dashboard.Api;

/// <summary>Where the receivers of this program listen, which only whoever starts them knows. Thread-safe.</summary>
/// <remarks>Told once, before the first request: until then the endpoint answers that it does not know.</remarks>
public sealed class ReceiverAddresses
{
    private volatile Known? _known;

    /// <summary>Tells where they listen.</summary>
    /// <param name="grpc">Base address of OTLP/gRPC.</param>
    /// <param name="otlpHttp">Base address of OTLP/HTTP.</param>
    /// <param name="areKeysRequired">Whether senders need a key, asked at each request: the first key may be added at any time.</param>
    public void Tell(Uri grpc, Uri otlpHttp, Func<bool> areKeysRequired) => _known = new Known(grpc, otlpHttp, areKeysRequired);

    /// <summary>The addresses as somebody who came by a name would write them.</summary>
    /// <param name="host">The name or address in the request.</param>
    /// <returns><see langword="null"/> when nobody told.</returns>
    internal ReceiverAddressesView? For(string host) =>
        _known is { } known ? new ReceiverAddressesView(Written(known.Grpc, host), Written(known.OtlpHttp, host), known.AreKeysRequired()) : null;

    // A receiver that listens everywhere is reached by the name that reached the page.
    private static string Written(Uri address, string host) =>
        new UriBuilder(address) { Host = address.Host is "0.0.0.0" or "[::]" or "::" ? host : address.Host }.Uri.GetLeftPart(UriPartial.Authority);

    private sealed record Known(Uri Grpc, Uri OtlpHttp, Func<bool> AreKeysRequired);
}

/// <summary>Where to send telemetry.</summary>
/// <param name="Grpc">Base address of OTLP/gRPC.</param>
/// <param name="OtlpHttp">Base address of OTLP/HTTP.</param>
/// <param name="NeedsKey">Whether a key with the scope to write has to be sent along.</param>
internal sealed record ReceiverAddressesView(string Grpc, string OtlpHttp, bool NeedsKey);
