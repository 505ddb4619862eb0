using OtelGenAI.Otlp.Responses;

namespace OtelGenAI.Collector.Receivers;

/// <summary>Where each signal is received.</summary>
/// <remarks>Source: OTLP specification 1.11.0, "OTLP/gRPC" and "OTLP/HTTP".</remarks>
internal static class SignalPaths
{
    private static readonly (OtlpSignal Signal, string Http, string Grpc)[] All =
    [
        (OtlpSignal.Traces, "/v1/traces", "/opentelemetry.proto.collector.trace.v1.TraceService/Export"),
        (OtlpSignal.Logs, "/v1/logs", "/opentelemetry.proto.collector.logs.v1.LogsService/Export"),
        (OtlpSignal.Metrics, "/v1/metrics", "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export"),
    ];

    /// <summary>The signal of an HTTP path, or <see langword="null"/>.</summary>
    public static OtlpSignal? OfHttp(ReadOnlySpan<char> path)
    {
        foreach (var (signal, http, _) in All)
        {
            if (path.Equals(http, StringComparison.Ordinal))
            {
                return signal;
            }
        }

        return null;
    }

    /// <summary>The signal of a gRPC method, or <see langword="null"/>.</summary>
    public static OtlpSignal? OfGrpc(string? path)
    {
        foreach (var (signal, _, grpc) in All)
        {
            if (path == grpc)
            {
                return signal;
            }
        }

        return null;
    }

    /// <summary>The HTTP paths of signals, for a sentence.</summary>
    public static string HttpOf(IEnumerable<OtlpSignal> signals) =>
        string.Join(", ", signals.Select(signal => All.First(paths => paths.Signal == signal).Http));

    /// <summary>The gRPC methods of signals, for a sentence.</summary>
    public static string GrpcOf(IEnumerable<OtlpSignal> signals) =>
        string.Join(", ", signals.Select(signal => All.First(paths => paths.Signal == signal).Grpc));
}
