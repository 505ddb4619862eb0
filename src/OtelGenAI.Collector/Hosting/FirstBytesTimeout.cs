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
        using var deadline = new CancellationTokenSource(timeout, clock);
        try
        {
            if (await ReadBeginningAsync(connection.Transport.Input, deadline.Token) == Beginning.Http)
            {
                await next(connection);
                return;
            }

            Refuse(connection, "not_http", "The connection does not begin with HTTP.");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            Refuse(connection, "no_preface", $"No HTTP/2 preface within {timeout}.");
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

    // What is a line of text may be HTTP/1.1, which Kestrel answers with a sentence; what is no text is TLS or noise.
    private static Beginning Of(ReadOnlySequence<byte> bytes)
    {
        var length = (int)Math.Min(bytes.Length, Preface.Length);
        if (Preface[..length].SequenceEqual(bytes.Slice(0, length).ToArray()))
        {
            return length == Preface.Length ? Beginning.Http : Beginning.Unknown;
        }

        return !char.IsAsciiLetter((char)bytes.FirstSpan[0]) ? Beginning.Other
            : bytes.PositionOf((byte)'\n') is not null ? Beginning.Http
            : Beginning.Unknown;
    }
}
