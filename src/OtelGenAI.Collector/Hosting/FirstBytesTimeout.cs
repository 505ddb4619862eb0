using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace OtelGenAI.Collector.Hosting;

/// <summary>Closes connections that do not begin with the HTTP/2 preface in time: a TLS hello on a cleartext port, noise, or silence.</summary>
/// <remarks>Kestrel waits for the end of a preface for its whole keep-alive time; a scanner could hold every connection slot that way.</remarks>
internal sealed class FirstBytesTimeout(ConnectionDelegate next, TimeSpan timeout, TimeProvider clock)
{
    // RFC 9113 §3.4; sixteen of its bytes cannot be the start of anything else.
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n"u8;

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        using var deadline = new CancellationTokenSource(timeout, clock);
        try
        {
            if (!await BeginsWithPrefaceAsync(connection.Transport.Input, deadline.Token))
            {
                // What is not HTTP/2 may be HTTP/1.1, which Kestrel answers with a sentence; it has its own header timeout.
                await next(connection);
                return;
            }
        }
        catch (OperationCanceledException)
        {
            connection.Abort(new ConnectionAbortedException($"No HTTP/2 preface within {timeout}."));
            return;
        }

        await next(connection);
    }

    private static async ValueTask<bool> BeginsWithPrefaceAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var length = (int)Math.Min(read.Buffer.Length, Preface.Length);
            var isPrefix = Preface[..length].SequenceEqual(read.Buffer.Slice(0, length).ToArray());
            var isDecided = !isPrefix || length == Preface.Length || read.IsCompleted;

            // Nothing is consumed: Kestrel reads it all again.
            input.AdvanceTo(read.Buffer.Start, isDecided ? read.Buffer.Start : read.Buffer.End);
            if (isDecided)
            {
                return isPrefix && length == Preface.Length;
            }
        }
    }
}
