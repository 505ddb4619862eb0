namespace OtelGenAI.Storage.Sqlite.Packing;

/// <summary>Bytes that are written one after another; used again and again. Not thread-safe.</summary>
internal sealed class PackedBuffer
{
    // One message of 64 MB must not keep 64 MB for as long as the file is written.
    private const int KeptBytes = 1024 * 1024;
    private const int MaxNumberBytes = 10;

    private byte[] _bytes = new byte[16 * 1024];

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until more is.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Forgets what was written.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptBytes)
        {
            _bytes = new byte[16 * 1024];
        }
    }

    /// <summary>Writes bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        MakeRoom(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Writes a varint.</summary>
    public void WriteNumber(ulong number)
    {
        MakeRoom(MaxNumberBytes);
        while (number >= 0x80)
        {
            _bytes[Length++] = (byte)(number | 0x80);
            number >>= 7;
        }

        _bytes[Length++] = (byte)number;
    }

    private void MakeRoom(int length)
    {
        if (_bytes.Length - Length < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length));
        }
    }
}
