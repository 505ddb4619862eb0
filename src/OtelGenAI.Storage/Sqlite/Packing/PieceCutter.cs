namespace OtelGenAI.Storage.Sqlite.Packing;

/// <summary>Cuts a message into pieces at places that its content decides, so that the same text is the same piece wherever it stands.</summary>
/// <remarks>
/// Delimiters are the quote of JSON texts and the line feed, which in protobuf also begins every key and every string value. A text of
/// at least <see cref="LongTextBytes"/> between two of them is a piece by itself; what lies between two long texts (names, braces, numbers)
/// is one piece, cut when it grows. A message of a conversation is then the same piece whether it was an answer or is part of the next
/// call's input. Measured 2026-11-20 on 24 interleaved runs of 20 calls: 361 bytes a span, against 481 when cut at closing braces, 508 and
/// 704 with a rolling hash (256 and 1,024 bytes on average) and 2,094 without; cutting and hashing 300 to 500 MB/s.
/// </remarks>
/// <param name="message">The message.</param>
internal ref struct PieceCutter(ReadOnlySpan<byte> message)
{
    /// <summary>A text this long is worth a piece of its own.</summary>
    public const int LongTextBytes = 128;

    private const int MaxGlueBytes = 512;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _searched;
    private int _longTextEnd;

    /// <summary>Where the current piece begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends.</summary>
    public int End { get; private set; }

    /// <summary>Goes to the next piece.</summary>
    /// <returns><see langword="false"/> after the last one.</returns>
    public bool Next()
    {
        Start = End;
        if (_longTextEnd > Start)
        {
            // The long text that ended the piece before.
            End = _longTextEnd;
            return true;
        }

        while (_searched < _message.Length)
        {
            var from = _searched;
            var found = _message[from..].IndexOfAny((byte)'"', (byte)'\n');
            var end = found < 0 ? _message.Length : from + found;
            _searched = end + 1;
            if (end - from >= LongTextBytes)
            {
                _longTextEnd = end;
                End = from > Start ? from : end;
                return true;
            }

            if (end - Start >= MaxGlueBytes)
            {
                End = end;
                return true;
            }
        }

        End = _message.Length;
        return End > Start;
    }
}
