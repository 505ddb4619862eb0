namespace OtelGenAI.Collector.Receivers;

/// <summary>The words by which <c>/metrics</c> counts refused requests, the same for every transport; what has none is counted by its status.</summary>
internal static class RefusalReason
{
    /// <summary>Over <see cref="ReceiverOptions.MaxRequestBytes"/> as it was sent.</summary>
    public const string TooLarge = "too_large";

    /// <summary>Over <see cref="ReceiverOptions.MaxRequestBytes"/> after decompression.</summary>
    public const string TooLargeInflated = "too_large_inflated";

    /// <summary>Over <see cref="ReceiverOptions.MaxInFlightBytes"/>, or the tenant's share of it.</summary>
    public const string InFlight = "in_flight";

    /// <summary>Over <see cref="ReceiverOptions.MaxRequestTime"/>, or the client's <c>grpc-timeout</c>.</summary>
    public const string Deadline = "deadline";

    /// <summary>Slower than <see cref="ReceiverOptions.MinBodyBytesPerSecond"/>.</summary>
    public const string SlowBody = "slow_body";

    /// <summary>Kestrel gave up an HTTP/2 connection: its body came slower than <see cref="ReceiverOptions.MinBodyBytesPerSecond"/>, or its frames broke the rules.</summary>
    public const string ConnectionAborted = "connection_aborted";

    /// <summary>The client ended the connection or took its call back.</summary>
    public const string ClientLeft = "client_left";

    /// <summary>The bytes are no OTLP request.</summary>
    public const string Malformed = "malformed";

    /// <summary>The bytes cannot be decompressed.</summary>
    public const string BadCompression = "bad_compression";

    /// <summary>The store cannot keep anything now.</summary>
    public const string StoreUnavailable = "store_unavailable";
}
