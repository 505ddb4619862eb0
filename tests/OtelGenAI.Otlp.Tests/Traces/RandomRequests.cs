using Google.Protobuf;
using Google.Protobuf.Reflection;
using OtelGenAI.Otlp.Tests.Oracle;

namespace OtelGenAI.Otlp.Tests.Traces;

/// <summary>Requests nobody would think of, the same for the same seed: every field of every message, odd values, odd encodings.</summary>
internal sealed class RandomRequests(int seed)
{
    private static readonly string[] Texts = ["", "a", "gen_ai.request.model", "gpt-4o", "ü\0\U0001F600", "\"\\\n\t</script>", new('x', 200)];

    private readonly Random _random = new(seed);

    /// <summary>A request whose message is sensible protobuf; its ids may be impossible.</summary>
    public ExportTraceServiceRequest Request() => Request<ExportTraceServiceRequest>();

    /// <summary>A request of any signal.</summary>
    public TRequest Request<TRequest>()
        where TRequest : IMessage, new()
    {
        var request = new TRequest();
        Fill(request, depth: 0);
        return request;
    }

    /// <summary>The same content, encoded as no SDK would: fields in any order, unknown fields and groups between, padded varints.</summary>
    public byte[] Disguised(IMessage message)
    {
        List<byte[]> fields = [];
        Split(message, fields);
        var output = new List<byte>();
        while (fields.Count > 0)
        {
            // Values of one repeated field keep their order: pick a field number, then its first value.
            var pick = fields[_random.Next(fields.Count)];
            var number = Tag(pick) >> 3;
            pick = fields.First(field => Tag(field) >> 3 == number);
            fields.Remove(pick);
            output.AddRange(pick);
            if (_random.Next(8) == 0)
            {
                output.AddRange(Unknown());
            }
        }

        return [.. output];
    }

    /// <summary>Bytes with a few of them changed, cut out or doubled.</summary>
    public byte[] Mutated(byte[] bytes)
    {
        List<byte> mutated = [.. bytes];
        for (var count = _random.Next(1, 5); count > 0 && mutated.Count > 0; count--)
        {
            var at = _random.Next(mutated.Count);
            switch (_random.Next(5))
            {
                case 0:
                    mutated[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    mutated[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 2:
                    mutated.RemoveRange(at, Math.Min(_random.Next(1, 6), mutated.Count - at));
                    break;
                case 3:
                    mutated.InsertRange(at, mutated.GetRange(at, Math.Min(_random.Next(1, 20), mutated.Count - at)));
                    break;
                default:
                    mutated.Insert(at, (byte)_random.Next(256));
                    break;
            }
        }

        return [.. mutated];
    }

    private void Fill(IMessage message, int depth)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.ContainingOneof is not null)
            {
                continue;
            }

            if (field.IsRepeated)
            {
                FillList(message, field, depth);
            }
            else if (_random.Next(3) > 0)
            {
                field.Accessor.SetValue(message, Value(field, depth));
            }
        }

        foreach (var oneof in message.Descriptor.Oneofs)
        {
            var field = oneof.Fields[_random.Next(oneof.Fields.Count)];
            if (_random.Next(10) > 0 && (depth < 12 || field.FieldType != FieldType.Message))
            {
                field.Accessor.SetValue(message, Value(field, depth));
            }
        }
    }

    private void FillList(IMessage message, FieldDescriptor field, int depth)
    {
        var list = (System.Collections.IList)field.Accessor.GetValue(message);
        for (var count = depth < 12 ? _random.Next(4) : 0; count > 0; count--)
        {
            list.Add(Value(field, depth));
        }
    }

    private object Value(FieldDescriptor field, int depth)
    {
        switch (field.FieldType)
        {
            case FieldType.Message:
                var nested = field.MessageType.Parser.ParseFrom(ByteString.Empty);
                Fill(nested, depth + 1);
                return nested;
            case FieldType.String:
                return Texts[_random.Next(Texts.Length)];
            case FieldType.Bytes:
                return Bytes(field.Name);
            case FieldType.Bool:
                return _random.Next(2) == 0;
            case FieldType.Int32:
                return _random.Next(4) == 0 ? int.MinValue : _random.Next();
            case FieldType.Enum:
                return _random.Next(-1, 9);
            case FieldType.UInt32 or FieldType.Fixed32:
                return (uint)_random.NextInt64(0, (long)uint.MaxValue + 1);
            case FieldType.SInt32:
                return _random.Next(-300, 300);
            case FieldType.UInt64:
                return _random.Next(4) == 0 ? ulong.MaxValue : (ulong)_random.Next(1000);
            case FieldType.Int64 or FieldType.SFixed64:
                return _random.Next(4) switch { 0 => long.MinValue, 1 => long.MaxValue, _ => _random.NextInt64() };
            case FieldType.Fixed64:
                return _random.Next(4) == 0 ? ulong.MaxValue : (ulong)_random.NextInt64();
            case FieldType.Double:
                return _random.Next(6) switch { 0 => double.NaN, 1 => double.NegativeInfinity, 2 => -0.0, 3 => double.Epsilon, _ => _random.NextDouble() };
            default:
                throw new InvalidOperationException($"No OTLP field has type {field.FieldType}.");
        }
    }

    private ByteString Bytes(string name)
    {
        var length = name switch { "trace_id" => 16, "span_id" or "parent_span_id" => 8, _ => _random.Next(20) };
        var bytes = new byte[_random.Next(30) == 0 ? _random.Next(20) : length];
        _random.NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }

    private void Split(IMessage message, List<byte[]> fields)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            var value = field.Accessor.GetValue(message);
            if (field.IsRepeated)
            {
                fields.AddRange(Chunks(field, [.. ((System.Collections.IEnumerable)value).Cast<object>()]));
            }
            else if (field.HasPresence ? field.Accessor.HasValue(message) : !value.Equals(Default(field)))
            {
                fields.Add(Encoded(field, value));
            }
        }
    }

    // Repeated numbers may come one by one, packed, in several packs, and mixed.
    private IEnumerable<byte[]> Chunks(FieldDescriptor field, object[] values)
    {
        var canBePacked = field.FieldType is FieldType.Fixed64 or FieldType.Double or FieldType.UInt64;
        for (var at = 0; at < values.Length;)
        {
            var count = canBePacked ? _random.Next(0, values.Length - at + 1) : 0;
            if (count == 0)
            {
                yield return Encoded(field, values[at++]);
                continue;
            }

            yield return Delimited(field.FieldNumber, [.. values.Skip(at).Take(count).SelectMany(value => Encoded(field, value)[1..])]);
            at += count;
        }
    }

    private static object? Default(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => "",
        FieldType.Bytes => ByteString.Empty,
        FieldType.UInt32 or FieldType.Fixed32 => 0u,
        FieldType.Int32 => 0,
        FieldType.Fixed64 => 0ul,
        FieldType.Enum => System.Enum.ToObject(field.EnumType.ClrType, 0),
        _ => null,
    };

    private byte[] Encoded(FieldDescriptor field, object value)
    {
        using var memory = new MemoryStream();
        using var output = new CodedOutputStream(memory);
        switch (field.FieldType)
        {
            case FieldType.Message:
                return Delimited(field.FieldNumber, Disguised((IMessage)value));
            case FieldType.String:
                return Delimited(field.FieldNumber, System.Text.Encoding.UTF8.GetBytes((string)value));
            case FieldType.Bytes:
                return Delimited(field.FieldNumber, ((ByteString)value).ToByteArray());
            case FieldType.Bool:
                output.WriteTag(field.FieldNumber, WireFormat.WireType.Varint);
                output.WriteBool((bool)value);
                break;
            case FieldType.Int32 or FieldType.Enum:
                output.WriteTag(field.FieldNumber, WireFormat.WireType.Varint);
                output.WriteInt32((int)value);
                break;
            case FieldType.UInt32:
                output.WriteTag(field.FieldNumber, WireFormat.WireType.Varint);
                output.WriteUInt32((uint)value);
                break;
            case FieldType.Int64:
                output.WriteTag(field.FieldNumber, WireFormat.WireType.Varint);
                output.WriteInt64((long)value);
                break;
            case FieldType.SInt32:
                output.WriteTag(field.FieldNumber, WireFormat.WireType.Varint);
                output.WriteSInt32((int)value);
                break;
            case FieldType.UInt64:
                output.WriteTag(field.FieldNumber, WireFormat.WireType.Varint);
                output.WriteUInt64((ulong)value);
                break;
            case FieldType.SFixed64:
                output.WriteTag(field.FieldNumber, WireFormat.WireType.Fixed64);
                output.WriteSFixed64((long)value);
                break;
            case FieldType.Fixed32:
                output.WriteTag(field.FieldNumber, WireFormat.WireType.Fixed32);
                output.WriteFixed32((uint)value);
                break;
            case FieldType.Fixed64:
                output.WriteTag(field.FieldNumber, WireFormat.WireType.Fixed64);
                output.WriteFixed64((ulong)value);
                break;
            default:
                output.WriteTag(field.FieldNumber, WireFormat.WireType.Fixed64);
                output.WriteDouble((double)value);
                break;
        }

        output.Flush();
        return memory.ToArray();
    }

    private byte[] Delimited(int number, byte[] contents) =>
        [.. Varint(((uint)number << 3) | 2), .. _random.Next(4) == 0 ? Padded((uint)contents.Length) : Varint((uint)contents.Length), .. contents];

    /// <summary>A length in 4 bytes whatever it is, as the OTLP exporter for .NET writes it.</summary>
    public static byte[] Padded(uint value) =>
        [(byte)(value | 0x80), (byte)((value >> 7) | 0x80), (byte)((value >> 14) | 0x80), (byte)(value >> 21)];

    /// <summary>A varint in its shortest form.</summary>
    public static byte[] Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }

    private byte[] Unknown() => _random.Next(6) switch
    {
        0 => [.. Varint((100 << 3) | 0), 5],
        1 => [.. Varint((100 << 3) | 1), 1, 2, 3, 4, 5, 6, 7, 8],
        2 => [.. Varint((100 << 3) | 2), 3, 9, 9, 9],
        3 => [.. Varint((100 << 3) | 5), 1, 2, 3, 4],
        4 => [.. Varint((100 << 3) | 3), 8, 1, (2 << 3) | 3, (2 << 3) | 4, .. Varint((100 << 3) | 4)],
        _ => [(1 << 3) | 5, 1, 2, 3, 4],
    };

    private static uint Tag(byte[] field)
    {
        using var input = new CodedInputStream(field);
        return input.ReadTag();
    }
}
