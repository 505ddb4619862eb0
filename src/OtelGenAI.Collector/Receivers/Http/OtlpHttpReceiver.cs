using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using OtelGenAI.Collector.Metrics;
using OtelGenAI.Collector.Pipeline;
using OtelGenAI.Otlp.Responses;

namespace OtelGenAI.Collector.Receivers.Http;

/// <summary>OTLP/HTTP: protobuf and JSON on one port, chosen by Content-Type.</summary>
/// <remarks>Source: OTLP specification 1.11.0 "OTLP/HTTP". Errors carry a <c>google.rpc.Status</c> in the encoding of the request.</remarks>
internal sealed class OtlpHttpReceiver(
    ReceiverDoor door, CorsPolicy cors, SignalPipelines pipelines, ReceiverOptions options, TimeProvider clock, CollectorMetrics metrics,
    ILogger<OtlpHttpReceiver> logger)
{
    private const string Transport = "http";
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";

    private static readonly TimeSpan RetryAfterDeadline = TimeSpan.FromSeconds(1);

    /// <summary>Answers one request; never throws for what a client did.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var isJson = MediaType.Of(context.Request.ContentType) != Protobuf;
        if (cors.Apply(context))
        {
            return;
        }

        using var deadline = new CancellationTokenSource(options.MaxRequestTime, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, deadline.Token);
        try
        {
            if (await FindPipelineAsync(context) is { } pipeline)
            {
                await ExportAsync(context, pipeline, isJson, ending.Token);
            }
        }
        catch (RefusedRequestException e)
        {
            await FailAsync(context, isJson, StatusOf(e.Refusal), e.Message, e.RetryAfter, e.Reason);
        }
        catch (HttpExportException e)
        {
            await FailAsync(context, isJson, e.StatusCode, e.Message, e.RetryAfter, e.Reason);
        }
        catch (OverloadedException e)
        {
            await FailAsync(context, isJson, StatusCodes.Status503ServiceUnavailable, e.Message, e.RetryAfter, RefusalReason.InFlight);
        }
        catch (BodyTooLargeException e)
        {
            await FailAsync(context, isJson, StatusCodes.Status413PayloadTooLarge, e.Message, reason: e.Reason);
        }
        catch (InvalidDataException e)
        {
            await FailAsync(context, isJson, StatusCodes.Status400BadRequest, e.Message, reason: RefusalReason.BadCompression);
        }
        catch (BadHttpRequestException e)
        {
            var reason = e.StatusCode == StatusCodes.Status408RequestTimeout ? RefusalReason.SlowBody : null;
            await FailAsync(context, isJson, e.StatusCode, e.Message, reason: reason);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // The client has left; there is nobody to answer.
            metrics.RequestRefused(Transport, RefusalReason.ClientLeft);
        }
        catch (OperationCanceledException)
        {
            await FailAsync(
                context, isJson, StatusCodes.Status504GatewayTimeout,
                $"The request took longer than {options.MaxRequestTime} ({ReceiverOptions.SectionName}:{nameof(ReceiverOptions.MaxRequestTime)}).", RetryAfterDeadline, RefusalReason.Deadline);
        }
        catch (Exception e)
        {
            HttpReceiverLog.ReceiverFailed(logger, e);
            await FailAsync(context, isJson, StatusCodes.Status500InternalServerError, "The receiver failed; its log says why.");
        }
    }

    private async Task<ISignalPipeline?> FindPipelineAsync(HttpContext context)
    {
        var pipeline = pipelines.Of(OtlpHttpPaths.Find(context.Request.Path));
        if (pipeline is null)
        {
            await RefuseAsync(
                context, StatusCodes.Status404NotFound, $"There is nothing at {context.Request.Path}; POST to one of {SignalPaths.HttpOf(pipelines.Signals)}.");
            return null;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "405 method not allowed, supported: [POST]");
            return null;
        }

        if (MediaType.Of(context.Request.ContentType) is not (Protobuf or Json))
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, $"415 unsupported media type, supported: [{Json}, {Protobuf}]");
            return null;
        }

        return pipeline;
    }

    private static int StatusOf(Refusal refusal) => refusal switch
    {
        Refusal.Unauthenticated => StatusCodes.Status401Unauthorized,
        Refusal.PermissionDenied => StatusCodes.Status403Forbidden,
        Refusal.OverQuota => StatusCodes.Status429TooManyRequests,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task ExportAsync(HttpContext context, ISignalPipeline pipeline, bool isJson, CancellationToken cancellationToken)
    {
        var allowance = door.Admit(context, pipeline.Signal);
        RequestLimits.Lift(context);
        if (context.Request.ContentLength > options.MaxRequestBytes)
        {
            throw new BodyTooLargeException(options.MaxRequestBytes, afterDecompression: false);
        }

        using var received = new PooledBuffer(allowance.InFlight);
        await ReadAsync(context.Request.BodyReader, received, cancellationToken);
        using var decoded = Decode(context.Request.Headers.ContentEncoding.ToString(), received, allowance.InFlight);
        var body = decoded ?? received;
        allowance.TakeBytes(body.Length);
        var result = await pipeline.ConsumeAsync(RequestTenant.Of(context), body.Written, EncodingOf(isJson), cancellationToken);
        await AnswerAsync(context, pipeline.Signal, isJson, result, body.Length);
    }

    private async ValueTask ReadAsync(PipeReader body, PooledBuffer received, CancellationToken cancellationToken)
    {
        try
        {
            ReadResult read;
            do
            {
                read = await body.ReadAsync(cancellationToken);
                foreach (var segment in read.Buffer)
                {
                    if (received.Length + segment.Length > options.MaxRequestBytes)
                    {
                        throw new BodyTooLargeException(options.MaxRequestBytes, afterDecompression: false);
                    }

                    received.Append(segment.Span);
                }

                body.AdvanceTo(read.Buffer.End);
            }
            while (!read.IsCompleted);
        }
        catch (IOException e) when (e.InnerException is OverflowException)
        {
            // What Kestrel makes of a chunk size over 32 bits, where it says "bad request" of every other one that it cannot read; found by mutation.
            throw new HttpExportException(StatusCodes.Status400BadRequest, $"The chunks of the body cannot be read: {e.Message}") { Reason = RefusalReason.Malformed };
        }
    }

    /// <summary>The decompressed body, or <see langword="null"/> if it was not compressed.</summary>
    private PooledBuffer? Decode(string contentEncoding, PooledBuffer received, AdmissionBudget budget)
    {
        var encoding = contentEncoding.Trim().ToLowerInvariant();
        if (encoding is "" or "identity")
        {
            return null;
        }

        if (encoding is not ("gzip" or "deflate"))
        {
            throw new HttpExportException(
                StatusCodes.Status415UnsupportedMediaType, $"Content-Encoding '{contentEncoding}' is not supported; supported are gzip, deflate (zlib) and identity.");
        }

        var inflated = new PooledBuffer(budget);
        try
        {
            if (encoding == "gzip")
            {
                BodyDecoding.Gunzip(received, inflated, options.MaxRequestBytes);
            }
            else
            {
                BodyDecoding.Unzlib(received, inflated, options.MaxRequestBytes);
            }

            return inflated;
        }
        catch
        {
            inflated.Dispose();
            throw;
        }
    }

    private async Task AnswerAsync(HttpContext context, OtlpSignal signal, bool isJson, ConsumeResult result, int bytes)
    {
        switch (result)
        {
            case ConsumeResult.Accepted accepted:
                await SucceedAsync(context, signal, isJson, rejected: 0, accepted.Warning);
                metrics.RequestAnswered(Transport, "accepted", bytes);
                break;
            case ConsumeResult.PartlyRejected partly:
                await SucceedAsync(context, signal, isJson, partly.Rejected, partly.Reason);
                metrics.RequestAnswered(Transport, "partly_rejected", bytes);
                break;
            case ConsumeResult.Malformed malformed:
                throw new HttpExportException(StatusCodes.Status400BadRequest, malformed.Reason) { Reason = RefusalReason.Malformed };
            case ConsumeResult.Overloaded overloaded:
                throw new HttpExportException(StatusCodes.Status503ServiceUnavailable, overloaded.Reason)
                {
                    RetryAfter = overloaded.RetryAfter,
                    Reason = RefusalReason.StoreUnavailable,
                };
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static Task SucceedAsync(HttpContext context, OtlpSignal signal, bool isJson, long rejected, string? message)
    {
        var body = new ArrayBufferWriter<byte>();
        ExportResponse.Write(body, signal, EncodingOf(isJson), rejected, message);
        return WriteAsync(context, isJson, StatusCodes.Status200OK, body.WrittenMemory);
    }

    private async Task FailAsync(HttpContext context, bool isJson, int statusCode, string message, TimeSpan? retryAfter = null, string? reason = null)
    {
        metrics.RequestRefused(Transport, reason ?? statusCode.ToString(CultureInfo.InvariantCulture));
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        if (retryAfter is { } delay)
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(delay.TotalSeconds));
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var body = new ArrayBufferWriter<byte>();
        new OtlpStatus((int)RpcCode.OfHttp(statusCode), message) { RetryAfter = retryAfter }.Write(body, EncodingOf(isJson));
        await WriteAsync(context, isJson, statusCode, body.WrittenMemory);
    }

    private static OtlpEncoding EncodingOf(bool isJson) => isJson ? OtlpEncoding.Json : OtlpEncoding.Protobuf;

    private static async Task WriteAsync(HttpContext context, bool isJson, int statusCode, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = isJson ? Json : Protobuf;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    // An error is a Status in the type of the request. Without a type of OTLP it is a sentence: whoever sent it is a person with curl.
    private async Task RefuseAsync(HttpContext context, int statusCode, string message)
    {
        if (MediaType.Of(context.Request.ContentType) is var type and (Protobuf or Json))
        {
            await FailAsync(context, isJson: type == Json, statusCode, message);
            return;
        }

        metrics.RequestRefused(Transport, statusCode.ToString(CultureInfo.InvariantCulture));
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(message + "\n"), context.RequestAborted);
    }
}

/// <summary>A request that is answered with an error of the client's or a passing one of ours.</summary>
internal sealed class HttpExportException(int statusCode, string message) : Exception(message)
{
    public int StatusCode => statusCode;

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A word for <c>/metrics</c>; without one the status is counted.</summary>
    public string? Reason { get; init; }
}

internal static partial class HttpReceiverLog
{
    [LoggerMessage(EventId = 1201, Level = LogLevel.Error, Message = "The HTTP receiver failed on a request; the client was told 500.")]
    public static partial void ReceiverFailed(ILogger logger, Exception exception);
}
