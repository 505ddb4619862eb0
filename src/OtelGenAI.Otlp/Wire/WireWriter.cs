using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OtelGenAI.Otlp.Wire;

/// <summary>Writes the protobuf wire format into one pooled array. Lengths come out in their shortest form.</summary>
/// <remarks>Not thread-safe. Disposing gives the array back: whoever still reads <see cref="Written"/> then reads somebody else's bytes.</remarks>
internal sealed class WireWriter : IDisposable
{
    private const int MaxVarintBytes = 10;

    // A writer that is used again gives back what one huge message took.
    private const int KeptBytes = 4 * 1024 * 1024;

    private readonly int _capacity;
    private byte[] _bytes;

    /// <summary>Begins empty.</summary>
    /// <param name="capacity">Bytes to have room for at first.</param>
    public WireWriter(int capacity = 1024)
    {
        _capacity = capacity;
        _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    }

    /// <summary>How many bytes are written.</summary>
    public int Length { get; private set; }

    /// <summary>What is written; valid until more is written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>What is written; valid until more is written.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, Length);

    /// <summary>Begins again.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptBytes)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(_capacity);
        }
    }

    /// <summary>Forgets what is written from some length on.</summary>
    public void TruncateTo(int length) => Length = length;

    /// <summary>Makes room.</summary>
    /// <param name="count">For so many bytes at least.</param>
    /// <returns>The room; what is used of it is claimed with <see cref="Advance"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Grow(count);
        }

        return _bytes.AsSpan(Length);
    }

    /// <summary>Claims bytes of the reserved room.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Writes a varint; also a field's key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteVarint(ulong value)
    {
        var room = Reserve(MaxVarintBytes);
        var count = 0;
        while (value >= 0x80)
        {
            room[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[count++] = (byte)value;
        Length += count;
    }

    /// <summary>Writes 8 bytes, little-endian.</summary>
    public void WriteFixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Reserve(sizeof(ulong)), value);
        Length += sizeof(ulong);
    }

    /// <summary>Writes 4 bytes, little-endian.</summary>
    public void WriteFixed32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(sizeof(uint)), value);
        Length += sizeof(uint);
    }

    /// <summary>Writes bytes as they are.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Writes a whole length-delimited field.</summary>
    public void WriteField(int number, ReadOnlySpan<byte> bytes)
    {
        WriteVarint(((uint)number << 3) | WireType.Length);
        WriteVarint((uint)bytes.Length);
        WriteRaw(bytes);
    }

    /// <summary>Writes a whole varint field.</summary>
    public void WriteField(int number, ulong value)
    {
        WriteVarint(((uint)number << 3) | WireType.Varint);
        WriteVarint(value);
    }

    /// <summary>Leaves room for the length of what is written next.</summary>
    /// <param name="expectedLengthBytes">How many bytes the length will probably take; another answer moves the contents.</param>
    /// <returns>To be given to <see cref="EndLength"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int BeginLength(int expectedLengthBytes)
    {
        Reserve(MaxVarintBytes);
        Length += expectedLengthBytes;
        return Length;
    }

    /// <summary>Writes the length of what was written since, in front of it.</summary>
    /// <param name="start">What <see cref="BeginLength"/> gave.</param>
    /// <param name="expectedLengthBytes">What <see cref="BeginLength"/> was told.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndLength(int start, int expectedLengthBytes)
    {
        var count = Length - start;
        var lengthBytes = VarintBytes((uint)count);
        if (lengthBytes != expectedLengthBytes)
        {
            Move(start, count, lengthBytes - expectedLengthBytes);
        }

        var position = start - expectedLengthBytes;
        var rest = (uint)count;
        while (rest >= 0x80)
        {
            _bytes[position++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        _bytes[position] = (byte)rest;
    }

    /// <summary>Cuts out bytes in the middle; what is behind them moves forward.</summary>
    public void Remove(int start, int count)
    {
        _bytes.AsSpan(start + count, Length - start - count).CopyTo(_bytes.AsSpan(start));
        Length -= count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var bytes = Interlocked.Exchange(ref _bytes, []);
        Length = 0;
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>How many bytes a varint takes.</summary>
    public static int VarintBytes(uint value) => 1 + (System.Numerics.BitOperations.Log2(value | 1) / 7);

    private void Move(int start, int count, int by)
    {
        Reserve(Math.Max(by, 0));
        _bytes.AsSpan(start, count).CopyTo(_bytes.AsSpan(start + by));
        Length += by;
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + count));
        WrittenSpan.CopyTo(larger);
        var old = _bytes;
        _bytes = larger;
        if (old.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(old);
        }
    }
}
