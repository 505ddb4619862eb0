using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Wire;

/// <summary>Reads the protobuf wire format from contiguous bytes. Every length is checked against the enclosing message.</summary>
/// <remarks>
/// The first error sticks: the reader is then at its end for ever and gives zeros, so that loops over fields end by themselves and
/// nobody has to check after each step; the one who began asks <see cref="Failure"/> once. Positions count from the first byte of
/// the outermost message also inside nested ones. Non-minimal varints are accepted: the OTLP exporter for .NET pads lengths to 4 bytes.
/// </remarks>
internal ref struct WireReader
{
    // Groups are not used by OTLP; they can only be unknown fields. Google.Protobuf stops at 100 levels, of messages and groups together.
    private const int MaxGroupLevels = 64;

    private readonly int _origin;
    private ReadOnlySpan<byte> _bytes;
    private int _position;

    /// <summary>Begins at the first byte.</summary>
    /// <param name="bytes">One message.</param>
    /// <param name="origin">What to add to a position to have its offset in the address space of the batch.</param>
    public WireReader(ReadOnlySpan<byte> bytes, int origin)
    {
        _bytes = bytes;
        _origin = origin;
    }

    /// <summary>Whether the current message is read to its end, or reading failed.</summary>
    public readonly bool AtEnd => _position >= _bytes.Length;

    /// <summary>Where the next byte is read.</summary>
    public readonly int Position => _position;

    /// <summary>What is wrong with the bytes, or <see langword="null"/>.</summary>
    public string? Failure { get; private set; }

    /// <summary>Where it is wrong.</summary>
    public int FailureOffset { get; private set; }

    /// <summary>The bytes from the beginning of the outermost message to the end of the current one.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Where the current message ends.</summary>
    public readonly int End => _bytes.Length;

    /// <summary>The bytes between two positions, as a range of the batch.</summary>
    public readonly ByteRange RangeOf(int start, int end) => new(_origin + start, end - start);

    /// <summary>Goes back (or forward) within the current message.</summary>
    public void MoveTo(int position)
    {
        if (Failure is null)
        {
            _position = position;
        }
    }

    /// <summary>Reads the key of a field: its number times 8, plus its wire type. 0 after a failure.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ReadTag()
    {
        var position = _position;
        if ((uint)position < (uint)_bytes.Length)
        {
            uint first = _bytes[position];
            if (first - 8 < 0x80 - 8)
            {
                _position = position + 1;
                return first;
            }
        }

        return ReadLongTag();
    }

    /// <summary>Reads a varint.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadVarint()
    {
        var position = _position;
        if ((uint)position < (uint)_bytes.Length && _bytes[position] < 0x80)
        {
            _position = position + 1;
            return _bytes[position];
        }

        return ReadLongVarint();
    }

    /// <summary>Reads 8 bytes, little-endian.</summary>
    public ulong ReadFixed64()
    {
        if (_bytes.Length - _position < sizeof(ulong))
        {
            Fail("the message ends inside an 8-byte number");
            return 0;
        }

        var value = BinaryPrimitives.ReadUInt64LittleEndian(_bytes[_position..]);
        _position += sizeof(ulong);
        return value;
    }

    /// <summary>Reads 4 bytes, little-endian.</summary>
    public uint ReadFixed32()
    {
        if (_bytes.Length - _position < sizeof(uint))
        {
            Fail("the message ends inside a 4-byte number");
            return 0;
        }

        var value = BinaryPrimitives.ReadUInt32LittleEndian(_bytes[_position..]);
        _position += sizeof(uint);
        return value;
    }

    /// <summary>Reads a length and checks that so many bytes follow within the current message.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadLength()
    {
        var length = ReadVarint();
        if (length > (ulong)(_bytes.Length - _position))
        {
            Fail("a length reaches beyond the enclosing message");
            return 0;
        }

        return (int)length;
    }

    /// <summary>Reads a length and passes over so many bytes.</summary>
    /// <param name="start">Position of the first of them; they end at <see cref="Position"/>.</param>
    /// <returns>How many.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadBytes(out int start)
    {
        var length = ReadLength();
        start = _position;
        _position = start + length;
        return length;
    }

    /// <summary>Reads a length-delimited field as a range of the batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ByteRange ReadRange()
    {
        var length = ReadBytes(out var start);
        return new ByteRange(_origin + start, length);
    }

    /// <summary>The bytes passed over last by <see cref="ReadBytes"/>.</summary>
    public readonly ReadOnlySpan<byte> Slice(int start, int length) => _bytes.Slice(start, length);

    /// <summary>Reads the length of a nested message and confines the reader to it.</summary>
    /// <returns>To be given to <see cref="Leave"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Enter()
    {
        var length = ReadLength();
        var outer = _bytes;
        _bytes = outer[..(_position + length)];
        return outer;
    }

    /// <summary>Goes behind the nested message, read to its end or not.</summary>
    /// <param name="outer">What <see cref="Enter"/> gave.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave(ReadOnlySpan<byte> outer)
    {
        if (Failure is null)
        {
            _position = _bytes.Length;
            _bytes = outer;
        }
    }

    /// <summary>Passes over a field of no interest.</summary>
    /// <param name="tag">Its key, read just now.</param>
    public void Skip(uint tag) => Skip(tag, level: 0);

    /// <summary>Notes what is wrong, if it is the first thing, and ends the reading.</summary>
    public void Fail(string what)
    {
        if (Failure is null)
        {
            Failure = what;
            FailureOffset = _position;
        }

        _bytes = default;
        _position = 0;
    }

    private void Skip(uint tag, int level)
    {
        switch (tag & 7)
        {
            case WireType.Varint:
                ReadVarint();
                break;
            case WireType.Fixed64:
                ReadFixed64();
                break;
            case WireType.Length:
                ReadBytes(out _);
                break;
            case WireType.Fixed32:
                ReadFixed32();
                break;
            case WireType.StartGroup:
                SkipGroup(tag, level + 1);
                break;
            case WireType.EndGroup:
                Fail("a group ends that did not begin");
                break;
            default:
                Fail("a field has wire type 6 or 7, which do not exist");
                break;
        }
    }

    private void SkipGroup(uint startTag, int level)
    {
        if (level > MaxGroupLevels)
        {
            Fail("groups are nested deeper than 64 levels");
            return;
        }

        while (!AtEnd)
        {
            var tag = ReadTag();
            if ((tag & 7) != WireType.EndGroup)
            {
                Skip(tag, level);
                continue;
            }

            if (tag >> 3 != startTag >> 3)
            {
                Fail("a group ends with the number of another");
            }

            return;
        }

        Fail("a group does not end within its message");
    }

    private uint ReadLongTag()
    {
        var start = _position;
        var tag = ReadLongVarint();
        if (Failure is not null)
        {
            return 0;
        }

        // Google.Protobuf drops the upper bits of an over-long tag, and so takes it for another field.
        if (tag is < 8 or > uint.MaxValue)
        {
            _position = start;
            Fail(tag > uint.MaxValue ? "a field number is larger than 29 bits" : "a field has number 0");
            return 0;
        }

        return (uint)tag;
    }

    private ulong ReadLongVarint()
    {
        ulong value = 0;
        var position = _position;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if ((uint)position >= (uint)_bytes.Length)
            {
                Fail("the message ends inside a varint");
                return 0;
            }

            var next = _bytes[position++];

            // The 10th byte has room for one bit; what is above it is dropped, as Google.Protobuf and the OTel Collector do.
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                _position = position;
                return value;
            }
        }

        Fail("a varint is longer than 10 bytes");
        return 0;
    }
}
