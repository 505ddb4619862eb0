using System.Buffers;

namespace OtelGenAI.Collector.Receivers;

/// <summary>A body as it arrives: one contiguous pooled array that grows with the bytes that really came.</summary>
/// <remarks>
/// Never rented by an announced length: a thousand connections that announce 64 MiB and send nothing must cost nothing. Every byte is
/// charged to the <see cref="AdmissionBudget"/> and given back on dispose. Not thread-safe.
/// </remarks>
internal sealed class PooledBuffer(AdmissionBudget budget) : IDisposable
{
    private const int FirstBytes = 64 * 1024;

    private byte[] _bytes = [];
    private int _length;
    private long _charged;

    /// <summary>How many bytes are in it.</summary>
    public int Length => _length;

    /// <summary>The bytes; valid until the buffer grows or is disposed.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>The bytes as the array that holds them, for streams.</summary>
    public ArraySegment<byte> Segment => new(_bytes, 0, _length);

    /// <summary>Room for more bytes; follow with <see cref="Advance"/>.</summary>
    /// <param name="atLeast">How many bytes are needed.</param>
    /// <exception cref="OverloadedException">The program holds as many received bytes as it may.</exception>
    public Memory<byte> GetMemory(int atLeast)
    {
        if (_length + atLeast > _bytes.Length)
        {
            Grow(_length + atLeast);
        }

        return _bytes.AsMemory(_length);
    }

    /// <summary>Says how much of the room was used.</summary>
    public void Advance(int count) => _length += count;

    /// <summary>Forgets the last bytes.</summary>
    public void TakeBack(int count) => _length -= count;

    /// <summary>Adds bytes.</summary>
    /// <exception cref="OverloadedException">The program holds as many received bytes as it may.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetMemory(bytes.Length).Span);
        _length += bytes.Length;
    }

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }

        budget.Release(_charged);
        _charged = 0;
        _length = 0;
    }

    private void Grow(int needed)
    {
        var size = Math.Max(Math.Max(FirstBytes, needed), (int)Math.Min(_bytes.Length * 2L, Array.MaxLength));
        budget.Acquire(size - _charged);
        _charged = size;
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _bytes.AsSpan(0, _length).CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
