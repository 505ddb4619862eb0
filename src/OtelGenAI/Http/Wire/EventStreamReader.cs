using System.Buffers.Binary;

namespace OtelGenAI.Http.Wire;

/// <summary>Cuts an AWS event stream into its messages.</summary>
/// <param name="messageReceived">Gets the payload of each message, named by its <c>:event-type</c> or <c>:exception-type</c> header.</param>
/// <param name="limitBytes">Largest message; a larger one is skipped whole.</param>
/// <remarks>
/// A message is total length, headers length, their checksum, headers, payload, checksum of it all; integers are big-endian. The checksums are not
/// verified: that is the application's part, and a wrong one changes nothing about where the next message begins.
/// Source: AWS, "vnd.amazon.eventstream" encoding.
/// </remarks>
internal sealed class EventStreamReader(FrameReceived messageReceived, int limitBytes) : IFrameReader
{
    private const int PreludeBytes = 12;
    private const int ChecksumBytes = 4;
    private const byte StringType = 7;

    private readonly CaptureBuffer _message = new(limitBytes);
    private long _toSkip;
    private bool _isBroken;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_isBroken)
        {
            if (_toSkip > 0)
            {
                var skipped = (int)Math.Min(_toSkip, bytes.Length);
                _toSkip -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            var have = _message.Written.Length;
            var needed = (have < PreludeBytes ? PreludeBytes : TotalBytes(_message.Written)) - have;
            var taken = Math.Min(needed, bytes.Length);
            _message.Append(bytes[..taken]);
            bytes = bytes[taken..];
            if (taken == needed)
            {
                PieceComplete(isPrelude: have < PreludeBytes);
            }
        }
    }

    public void Complete() => _message.Clear();

    public void Dispose() => _message.Dispose();

    private static int TotalBytes(ReadOnlySpan<byte> message) => (int)BinaryPrimitives.ReadUInt32BigEndian(message);

    private void PieceComplete(bool isPrelude)
    {
        if (!isPrelude)
        {
            Deliver(_message.Written);
            _message.Clear();
            return;
        }

        var total = BinaryPrimitives.ReadUInt32BigEndian(_message.Written);
        var headers = BinaryPrimitives.ReadUInt32BigEndian(_message.Written[4..]);
        if (total < PreludeBytes + ChecksumBytes || headers > total - PreludeBytes - ChecksumBytes)
        {
            // Nothing tells where the next message would begin.
            _isBroken = true;
        }
        else if (total > limitBytes)
        {
            _toSkip = total - PreludeBytes;
            _message.Clear();
        }
    }

    private void Deliver(ReadOnlySpan<byte> message)
    {
        var headersBytes = (int)BinaryPrimitives.ReadUInt32BigEndian(message[4..]);
        var headers = message.Slice(PreludeBytes, headersBytes);
        var payload = message[(PreludeBytes + headersBytes)..^ChecksumBytes];
        messageReceived(NameIn(headers), payload);
    }

    private static ReadOnlySpan<byte> NameIn(ReadOnlySpan<byte> headers)
    {
        ReadOnlySpan<byte> name = default;
        while (TryReadHeader(ref headers, out var key, out var value))
        {
            if (key.SequenceEqual(":event-type"u8) || key.SequenceEqual(":exception-type"u8))
            {
                name = value;
            }
        }

        return name;
    }

    private static bool TryReadHeader(scoped ref ReadOnlySpan<byte> headers, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        key = default;
        value = default;
        if (headers.IsEmpty || headers.Length < 1 + headers[0] + 1)
        {
            return false;
        }

        key = headers.Slice(1, headers[0]);
        var type = headers[1 + headers[0]];
        headers = headers[(1 + headers[0] + 1)..];
        var length = type switch
        {
            0 or 1 => 0,
            2 => 1,
            3 => 2,
            4 => 4,
            5 or 8 => 8,
            9 => 16,
            6 or StringType when headers.Length >= 2 => 2 + BinaryPrimitives.ReadUInt16BigEndian(headers),
            _ => int.MaxValue,
        };
        if (length > headers.Length)
        {
            return false;
        }

        value = type == StringType ? headers[2..length] : default;
        headers = headers[length..];
        return true;
    }
}
