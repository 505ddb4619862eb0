using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Connections;
using OtelGenAI.Collector.Metrics;
using OtelGenAI.Collector.Pipeline;
using OtelGenAI.Otlp.Responses;

namespace OtelGenAI.Collector.Receivers.Grpc;

/// <summary>OTLP/gRPC: unary <c>Export</c> calls, spoken on Kestrel's HTTP/2 directly.</summary>
/// <remarks>Source: OTLP specification 1.11.0 "OTLP/gRPC"; grpc/grpc doc/PROTOCOL-HTTP2.md. Why not a gRPC library: src/decisions/.</remarks>
internal sealed class OtlpGrpcReceiver(
    ReceiverDoor door, SignalPipelines pipelines, ReceiverOptions options, TimeProvider clock, CollectorMetrics metrics, ILogger<OtlpGrpcReceiver> logger)
{
    private const string Transport = "grpc";
    private const string AcceptedEncodings = "identity,gzip";
    private const int PrefixBytes = 5;

    private static readonly TimeSpan RetryAfterDeadline = TimeSpan.FromSeconds(1);

    private readonly GrpcMessageReader _messages = new(options.MaxRequestBytes);

    /// <summary>Answers one request; never throws for what a client did.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (!IsGrpc(context))
        {
            return;
        }

        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-accept-encoding"] = AcceptedEncodings;
        try
        {
            using var deadline = new CancellationTokenSource(TimeOf(context), clock);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, deadline.Token);
            await ExportAsync(context, ending.Token);
        }
        catch (RefusedRequestException e)
        {
            Fail(context, CodeOf(e.Refusal), e.Message, e.RetryAfter, e.Reason);
        }
        catch (GrpcCallException e)
        {
            Fail(context, e.Code, e.Message, e.RetryAfter, e.Reason);
        }
        catch (OverloadedException e)
        {
            Fail(context, GrpcStatusCode.Unavailable, e.Message, e.RetryAfter, RefusalReason.InFlight);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // There is nobody to answer: the client has left, or Kestrel has given up the connection.
            metrics.RequestRefused(Transport, e.InnerException is ConnectionAbortedException ? RefusalReason.ConnectionAborted : RefusalReason.ClientLeft);
        }
        catch (OperationCanceledException)
        {
            Fail(context, GrpcStatusCode.DeadlineExceeded, "The deadline of the call has passed.", RetryAfterDeadline, RefusalReason.Deadline);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            Fail(context, GrpcStatusCode.ResourceExhausted, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            Fail(context, GrpcStatusCode.Internal, e.Message);
        }
        catch (Exception e)
        {
            GrpcLog.ReceiverFailed(logger, e);
            Fail(context, GrpcStatusCode.Internal, "The receiver failed; its log says why.");
        }
    }

    private async Task ExportAsync(HttpContext context, CancellationToken cancellationToken)
    {
        // The raw path: routing would forgive case and a trailing slash, which gRPC does not.
        var pipeline = pipelines.Of(SignalPaths.OfGrpc(context.Request.Path.Value)) ?? throw new GrpcCallException(
            GrpcStatusCode.Unimplemented, $"There is no method {context.Request.Path}; this receiver takes {SignalPaths.GrpcOf(pipelines.Signals)}.");

        string encoding = context.Request.Headers["grpc-encoding"].ToString();
        if (encoding is not ("" or "identity" or "gzip"))
        {
            throw new GrpcCallException(
                GrpcStatusCode.Unimplemented, $"grpc-encoding '{encoding}' is not supported; supported are {AcceptedEncodings}.");
        }

        var allowance = door.Admit(context, pipeline.Signal);
        RequestLimits.Lift(context);
        using var message = await _messages.ReadAsync(context.Request.BodyReader, encoding, allowance.InFlight, cancellationToken);
        allowance.TakeBytes(message.Length);
        var result = await pipeline.ConsumeAsync(RequestTenant.Of(context), message.Written, OtlpEncoding.Protobuf, cancellationToken);
        await AnswerAsync(context, pipeline.Signal, result, message.Length);
    }

    private async Task AnswerAsync(HttpContext context, OtlpSignal signal, ConsumeResult result, int bytes)
    {
        switch (result)
        {
            case ConsumeResult.Accepted accepted:
                await SucceedAsync(context, signal, rejected: 0, accepted.Warning);
                metrics.RequestAnswered(Transport, "accepted", bytes);
                break;
            case ConsumeResult.PartlyRejected partly:
                await SucceedAsync(context, signal, partly.Rejected, partly.Reason);
                metrics.RequestAnswered(Transport, "partly_rejected", bytes);
                break;
            case ConsumeResult.Malformed malformed:
                throw new GrpcCallException(GrpcStatusCode.InvalidArgument, malformed.Reason) { Reason = RefusalReason.Malformed };
            case ConsumeResult.Overloaded overloaded:
                throw new GrpcCallException(GrpcStatusCode.Unavailable, overloaded.Reason)
                {
                    RetryAfter = overloaded.RetryAfter,
                    Reason = RefusalReason.StoreUnavailable,
                };
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task SucceedAsync(HttpContext context, OtlpSignal signal, long rejected, string? message)
    {
        var response = new ArrayBufferWriter<byte>();
        ExportResponse.Write(response, signal, OtlpEncoding.Protobuf, rejected, message);

        var writer = context.Response.BodyWriter;
        var frame = writer.GetSpan(PrefixBytes + response.WrittenCount);
        frame[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(frame[1..], response.WrittenCount);
        response.WrittenSpan.CopyTo(frame[PrefixBytes..]);
        writer.Advance(PrefixBytes + response.WrittenCount);
        context.Response.AppendTrailer("grpc-status", "0");
        await writer.FlushAsync(context.RequestAborted);
    }

    /// <summary>Ends the call with a status, as Trailers-Only while nothing was sent: Kestrel then ends the stream with that one frame.</summary>
    private void Fail(HttpContext context, GrpcStatusCode code, string message, TimeSpan? retryAfter = null, string? reason = null)
    {
        metrics.RequestRefused(Transport, reason ?? code.ToString());
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        var headers = context.Response.Headers;
        headers["grpc-status"] = ((int)code).ToString(CultureInfo.InvariantCulture);
        headers["grpc-message"] = PercentEncode(message[..Math.Min(message.Length, ExportResponse.MaxMessageBytes)]);
        if (retryAfter is { } delay)
        {
            headers["grpc-status-details-bin"] = Convert.ToBase64String(new OtlpStatus((int)code, message) { RetryAfter = delay }.ToProtobuf()).TrimEnd('=');
        }
    }

    private bool IsGrpc(HttpContext context)
    {
        if (!HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            // RFC 9110 §7.8: whoever sends Upgrade names it in Connection.
            context.Response.Headers.Upgrade = "HTTP/2";
            context.Response.Headers.Connection = "Upgrade";
            return Refuse(context, StatusCodes.Status426UpgradeRequired);
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            return Refuse(context, StatusCodes.Status405MethodNotAllowed);
        }

        var mediaType = MediaType.Of(context.Request.ContentType);
        return mediaType is "application/grpc" or "application/grpc+proto" || Refuse(context, StatusCodes.Status415UnsupportedMediaType);
    }

    // What is no gRPC is answered in HTTP's own terms, as gRPC over HTTP/2 wants.
    private bool Refuse(HttpContext context, int statusCode)
    {
        metrics.RequestRefused(Transport, statusCode.ToString(CultureInfo.InvariantCulture));
        context.Response.StatusCode = statusCode;
        return false;
    }

    private static GrpcStatusCode CodeOf(Refusal refusal) => refusal switch
    {
        Refusal.Unauthenticated => GrpcStatusCode.Unauthenticated,
        Refusal.PermissionDenied => GrpcStatusCode.PermissionDenied,
        Refusal.OverQuota => GrpcStatusCode.ResourceExhausted,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>How long the call may take: what the client says, but not longer than we allow.</summary>
    private TimeSpan TimeOf(HttpContext context)
    {
        if (!context.Request.Headers.TryGetValue("grpc-timeout", out var header))
        {
            return options.MaxRequestTime;
        }

        if (!GrpcTimeout.TryParse(header.ToString(), out var timeout))
        {
            throw new GrpcCallException(GrpcStatusCode.Internal, $"grpc-timeout '{header}' is malformed: at most eight digits and one of H M S m u n.");
        }

        if (timeout <= TimeSpan.Zero)
        {
            throw new GrpcCallException(GrpcStatusCode.DeadlineExceeded, "The deadline of the call has passed.")
            {
                RetryAfter = RetryAfterDeadline,
                Reason = RefusalReason.Deadline,
            };
        }

        return timeout < options.MaxRequestTime ? timeout : options.MaxRequestTime;
    }

    // grpc-message carries 0x20 to 0x7E but '%' as they are; every other byte of the UTF-8 text as %XX.
    private static string PercentEncode(string message)
    {
        var text = new StringBuilder(message.Length);
        foreach (var value in Encoding.UTF8.GetBytes(message))
        {
            if (value is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                text.Append((char)value);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
            }
        }

        return text.ToString();
    }
}

internal static partial class GrpcLog
{
    [LoggerMessage(EventId = 1101, Level = LogLevel.Error, Message = "The gRPC receiver failed on a request; the client was told INTERNAL.")]
    public static partial void ReceiverFailed(ILogger logger, Exception exception);
}
