namespace OtelGenAI.Http.Wire;

/// <summary>Cuts newline-delimited JSON into its lines.</summary>
/// <param name="lineReceived">Gets each line that is not blank.</param>
/// <param name="limitBytes">Largest line; a larger one is skipped whole.</param>
internal sealed class NdjsonReader(FrameReceived lineReceived, int limitBytes) : IFrameReader
{
    private readonly CaptureBuffer _line = new(limitBytes);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0)
            {
                _line.Append(bytes);
                return;
            }

            _line.Append(bytes[..end]);
            bytes = bytes[(end + 1)..];
            EndLine();
        }
    }

    /// <summary>Delivers a last line without its newline as well.</summary>
    public void Complete() => EndLine();

    public void Dispose() => _line.Dispose();

    private void EndLine()
    {
        var line = _line.Written.Trim(" \t\r"u8);
        if (!line.IsEmpty && !_line.IsOverLimit)
        {
            lineReceived(default, line);
        }

        _line.Clear();
    }
}
