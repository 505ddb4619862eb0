using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using OtelGenAI.Collector.Metrics;

namespace OtelGenAI.Collector.Hosting;

/// <summary>Closes connections to an HTTP/2 address that do not begin as HTTP/2: a TLS hello at once; noise and silence in time.</summary>
/// <remarks>Kestrel waits for the end of a preface for its whole keep-alive time; a scanner could hold every connection slot that way.</remarks>
internal sealed class FirstBytesTimeout(ConnectionDelegate next, TimeSpan timeout, TimeProvider clock, CollectorMetrics metrics)
{
    // RFC 9113 §3.4; sixteen of its bytes cannot be the start of anything else.
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n"u8;

    private enum Beginning
    {
        Unknown,
        Http,
        Other,
    }

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        switch (await ReadBeginningInTimeAsync(connection.Transport.Input))
        {
            case Beginning.Http:
                await next(connection);
                break;
            case Beginning.Other:
                Refuse(connection, "not_http", "The connection does not begin with HTTP.");
                break;
            default:
                Refuse(connection, "no_preface", $"No HTTP/2 preface within {timeout}.");
                break;
        }
    }

    private async Task<Beginning> ReadBeginningInTimeAsync(PipeReader input)
    {
        using var deadline = new CancellationTokenSource(timeout, clock);
        try
        {
            return await ReadBeginningAsync(input, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            return Beginning.Unknown;
        }
    }

    private void Refuse(ConnectionContext connection, string reason, string message)
    {
        metrics.ConnectionRefused(reason);
        connection.Abort(new ConnectionAbortedException(message));
    }

    private static async ValueTask<Beginning> ReadBeginningAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var beginning = read.IsCompleted ? Beginning.Http : Of(read.Buffer);

            // Nothing is consumed: Kestrel reads it all again.
            input.AdvanceTo(read.Buffer.Start, beginning == Beginning.Unknown ? read.Buffer.End : read.Buffer.Start);
            if (beginning != Beginning.Unknown)
            {
                return beginning;
            }
        }
    }

    // A request line of HTTP/1 is answered by Kestrel with a sentence. For any other line it would wait for more: that is noise, as is TLS.
    private static Beginning Of(ReadOnlySequence<byte> bytes)
    {
        var length = (int)Math.Min(bytes.Length, Preface.Length);
        if (Preface[..length].SequenceEqual(bytes.Slice(0, length).ToArray()))
        {
            return length == Preface.Length ? Beginning.Http : Beginning.Unknown;
        }

        if (!char.IsAsciiLetter((char)bytes.FirstSpan[0]))
        {
            return Beginning.Other;
        }

        return bytes.PositionOf((byte)'\n') is not { } end ? Beginning.Unknown
            : bytes.Slice(0, end).ToArray().AsSpan().IndexOf(" HTTP/1."u8) >= 0 ? Beginning.Http
            : Beginning.Other;
    }
}
