using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace OtelGenAI.Collector.Receivers.Grpc;

/// <summary>Reads the one message of a unary call: flag, length, bytes; decompressed if it was compressed.</summary>
/// <remarks>Source: grpc/grpc doc/PROTOCOL-HTTP2.md "Length-Prefixed-Message" and doc/compression.md. DATA frame boundaries mean nothing.</remarks>
internal sealed class GrpcMessageReader(int maxMessageBytes)
{
    private const int PrefixBytes = 5;

    /// <summary>Reads the message.</summary>
    /// <param name="body">The request body.</param>
    /// <param name="encoding">The <c>grpc-encoding</c> header: empty, <c>identity</c> or <c>gzip</c>.</param>
    /// <param name="budget">What the bytes are charged to.</param>
    /// <param name="cancellationToken">The deadline, or the client's departure.</param>
    /// <returns>The message; dispose it.</returns>
    /// <exception cref="GrpcCallException">The framing is wrong, or the message is too large.</exception>
    public async ValueTask<PooledBuffer> ReadAsync(PipeReader body, string encoding, AdmissionBudget budget, CancellationToken cancellationToken)
    {
        var message = new PooledBuffer(budget);
        try
        {
            var isCompressed = await ReadFramedAsync(body, message, encoding, cancellationToken);
            if (!isCompressed)
            {
                return message;
            }

            using (message)
            {
                return Inflate(message, budget);
            }
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    private async ValueTask<bool> ReadFramedAsync(PipeReader body, PooledBuffer message, string encoding, CancellationToken cancellationToken)
    {
        var prefix = default(Prefix?);
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            var bytes = read.Buffer;
            if (prefix is null && bytes.Length >= PrefixBytes)
            {
                prefix = ReadPrefix(bytes, encoding);
                bytes = bytes.Slice(PrefixBytes);
            }

            if (prefix is { } known)
            {
                // Copied as it arrives, so that the HTTP/2 window keeps moving and the pipe's blocks go back.
                foreach (var segment in bytes)
                {
                    if (message.Length + segment.Length > known.Length)
                    {
                        throw new GrpcCallException(GrpcStatusCode.Unimplemented, "A unary call takes exactly one message; there are bytes after the first.");
                    }

                    message.Append(segment.Span);
                }

                body.AdvanceTo(read.Buffer.End);
            }
            else
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }

            if (read.IsCompleted)
            {
                return End(prefix, message.Length, read.Buffer.Length);
            }
        }
    }

    private static bool End(Prefix? prefix, int received, long unread) => prefix switch
    {
        null when unread == 0 => throw new GrpcCallException(GrpcStatusCode.Unimplemented, "A unary call takes exactly one message; the request has none."),
        null => throw new GrpcCallException(GrpcStatusCode.Internal, $"The request ends within the {PrefixBytes} bytes of its message prefix."),
        { } known when received < known.Length => throw new GrpcCallException(
            GrpcStatusCode.Internal, $"The message is truncated: {received} of {known.Length} bytes arrived."),
        { } known => known.IsCompressed,
    };

    private Prefix ReadPrefix(ReadOnlySequence<byte> bytes, string encoding)
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        bytes.Slice(0, PrefixBytes).CopyTo(prefix);
        if (prefix[0] > 1)
        {
            throw new GrpcCallException(GrpcStatusCode.Internal, $"The compressed flag of the message is {prefix[0]}; it must be 0 or 1.");
        }

        if (prefix[0] == 1 && encoding is ("" or "identity"))
        {
            throw new GrpcCallException(GrpcStatusCode.Internal, "The message is flagged as compressed, but grpc-encoding names no compression.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        return length > (uint)maxMessageBytes
            ? throw TooLarge($"The message is {length} bytes", RefusalReason.TooLarge)
            : new Prefix(prefix[0] == 1, (int)length);
    }

    private PooledBuffer Inflate(PooledBuffer compressed, AdmissionBudget budget)
    {
        var inflated = new PooledBuffer(budget);
        try
        {
            BodyDecoding.Gunzip(compressed, inflated, maxMessageBytes);
            return inflated;
        }
        catch (InvalidDataException e)
        {
            inflated.Dispose();
            throw new GrpcCallException(GrpcStatusCode.Internal, e.Message) { Reason = RefusalReason.BadCompression };
        }
        catch (BodyTooLargeException)
        {
            inflated.Dispose();
            throw TooLarge("The message is too large after decompression", RefusalReason.TooLargeInflated);
        }
        catch
        {
            inflated.Dispose();
            throw;
        }
    }

    private GrpcCallException TooLarge(string what, string reason) => new(
        GrpcStatusCode.ResourceExhausted,
        $"{what}; the limit is {maxMessageBytes} bytes ({ReceiverOptions.SectionName}:{nameof(ReceiverOptions.MaxRequestBytes)}).")
    {
        Reason = reason,
    };

    private readonly record struct Prefix(bool IsCompressed, int Length);
}
