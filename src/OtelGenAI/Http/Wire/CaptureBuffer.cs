using System.Buffers;

namespace OtelGenAI.Http.Wire;

/// <summary>Keeps a copy of passing bytes, up to a limit, in rented memory.</summary>
/// <param name="limitBytes">Bytes beyond are not kept.</param>
internal sealed class CaptureBuffer(int limitBytes) : IDisposable
{
    private byte[] _bytes = [];
    private int _count;

    /// <summary>What was kept; valid until the next call.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    /// <summary>Whether bytes were left out.</summary>
    public bool IsOverLimit { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > limitBytes - _count)
        {
            IsOverLimit = true;
            bytes = bytes[..(limitBytes - _count)];
        }

        if (_bytes.Length - _count < bytes.Length)
        {
            Grow(_count + bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
    }

    public void Clear()
    {
        _count = 0;
        IsOverLimit = false;
    }

    public void Dispose()
    {
        Clear();
        Return(_bytes);
        _bytes = [];
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(1024, _bytes.Length * 2)));
        Written.CopyTo(larger);
        Return(_bytes);
        _bytes = larger;
    }

    // Cleared, because the next renter has no business with somebody's prompt.
    private static void Return(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }
}
