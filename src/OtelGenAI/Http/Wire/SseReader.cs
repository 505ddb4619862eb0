namespace OtelGenAI.Http.Wire;

/// <summary>Cuts a server-sent event stream into events as its bytes pass by.</summary>
/// <param name="eventReceived">Gets the joined <c>data</c> of each event; comments and other fields are passed over.</param>
/// <param name="limitBytes">Largest event; a larger one is skipped whole.</param>
/// <remarks>Source: HTML Living Standard, "Server-sent events", 9.2.6.</remarks>
internal sealed class SseReader(FrameReceived eventReceived, int limitBytes) : IFrameReader
{
    private readonly CaptureBuffer _line = new(limitBytes);
    private readonly CaptureBuffer _data = new(limitBytes);
    private bool _hasData;
    private bool _isEventOverLimit;
    private bool _lastWasCarriageReturn;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            // Nearly every event is one line of data and arrives whole: it needs no copy.
            if (!_hasData && _line.Written.IsEmpty && !_lastWasCarriageReturn && !_isEventOverLimit && TryTakeWholeEvent(ref bytes))
            {
                continue;
            }

            if (_lastWasCarriageReturn)
            {
                _lastWasCarriageReturn = false;
                if (bytes[0] == (byte)'\n')
                {
                    bytes = bytes[1..];
                    continue;
                }
            }

            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
            {
                _line.Append(bytes);
                return;
            }

            _lastWasCarriageReturn = bytes[end] == (byte)'\r';
            _line.Append(bytes[..end]);
            bytes = bytes[(end + 1)..];
            EndLine();
        }
    }

    /// <summary>Says that no more bytes come; an event without its closing blank line is delivered all the same.</summary>
    public void Complete()
    {
        if (!_line.Written.IsEmpty)
        {
            EndLine();
        }

        EndEvent();
    }

    public void Dispose()
    {
        _line.Dispose();
        _data.Dispose();
    }

    private bool TryTakeWholeEvent(ref ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("data:"u8))
        {
            return false;
        }

        var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0 || end > limitBytes || end + 1 >= bytes.Length || bytes[end] != (byte)'\n' || bytes[end + 1] != (byte)'\n')
        {
            return false;
        }

        var value = bytes["data:"u8.Length..end];
        bytes = bytes[(end + 2)..];
        eventReceived(default, value is [(byte)' ', ..] ? value[1..] : value);
        return true;
    }

    private void EndLine()
    {
        var line = _line.Written;
        if (line.IsEmpty)
        {
            EndEvent();
        }
        else if (line.StartsWith("data:"u8))
        {
            if (_hasData)
            {
                _data.Append("\n"u8);
            }

            var value = line["data:"u8.Length..];
            _data.Append(value is [(byte)' ', ..] ? value[1..] : value);
            _hasData = true;
        }

        // An event with a piece missing would be read wrong: it is skipped whole.
        _isEventOverLimit |= _line.IsOverLimit;
        _line.Clear();
    }

    private void EndEvent()
    {
        if (_hasData && !_data.IsOverLimit && !_isEventOverLimit)
        {
            eventReceived(default, _data.Written);
        }

        _hasData = false;
        _isEventOverLimit = false;
        _data.Clear();
    }
}
