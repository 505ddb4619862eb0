namespace OtelGenAI.Otlp.Responses;

/// <summary>What a request carries.</summary>
public enum OtlpSignal
{
    /// <summary>Spans.</summary>
    Traces,

    /// <summary>Log records.</summary>
    Logs,

    /// <summary>Data points.</summary>
    Metrics,
}

/// <summary>How a message is written.</summary>
public enum OtlpEncoding
{
    /// <summary><c>application/x-protobuf</c>, and the messages of gRPC.</summary>
    Protobuf,

    /// <summary><c>application/json</c>.</summary>
    Json,
}
