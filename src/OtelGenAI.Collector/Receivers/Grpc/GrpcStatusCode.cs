namespace OtelGenAI.Collector.Receivers.Grpc;

/// <summary>gRPC status codes that this receiver answers with.</summary>
/// <remarks>Source: grpc/grpc doc/statuscodes.md. Which of them a client retries is OTLP's decision, not gRPC's.</remarks>
internal enum GrpcStatusCode
{
    Ok = 0,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    PermissionDenied = 7,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    Unauthenticated = 16,
}

/// <summary>A call that ends with a status other than OK.</summary>
/// <param name="code">The status.</param>
/// <param name="message">What is wrong, for the client's log.</param>
internal sealed class GrpcCallException(GrpcStatusCode code, string message) : Exception(message)
{
    public GrpcStatusCode Code => code;

    /// <summary>When the client should come back; only a status that OTLP retries has one.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A word for <c>/metrics</c>; without one the code is counted.</summary>
    public string? Reason { get; init; }
}
