using OtelGenAI.Collector.Receivers.Grpc;

namespace OtelGenAI.Collector.Receivers.Http;

/// <summary>The <c>google.rpc.Status</c> code that goes into the body of an HTTP error.</summary>
/// <remarks>Source: the OpenTelemetry Collector's mapping of HTTP statuses to gRPC codes, so that one client code handles both.</remarks>
internal static class RpcCode
{
    /// <summary>The code of an HTTP status.</summary>
    public static GrpcStatusCode OfHttp(int statusCode) => statusCode switch
    {
        StatusCodes.Status400BadRequest or StatusCodes.Status415UnsupportedMediaType => GrpcStatusCode.InvalidArgument,
        StatusCodes.Status401Unauthorized => GrpcStatusCode.Unauthenticated,
        StatusCodes.Status403Forbidden => GrpcStatusCode.PermissionDenied,
        StatusCodes.Status404NotFound => GrpcStatusCode.Unimplemented,
        StatusCodes.Status408RequestTimeout or StatusCodes.Status504GatewayTimeout => GrpcStatusCode.DeadlineExceeded,
        StatusCodes.Status413PayloadTooLarge or StatusCodes.Status429TooManyRequests => GrpcStatusCode.ResourceExhausted,
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable => GrpcStatusCode.Unavailable,
        _ => GrpcStatusCode.Internal,
    };
}
