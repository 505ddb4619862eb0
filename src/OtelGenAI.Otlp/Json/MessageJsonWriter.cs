using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Wire;

namespace OtelGenAI.Otlp.Json;

/// <summary>Writes any OTLP message in OTLP/JSON, straight from its protobuf bytes.</summary>
/// <remarks>
/// Fields that are on the wire are written, also with default values: what was said is said again. A field that should occur once
/// and occurs twice counts as protobuf says: the last value, or both messages merged. Recursion is bounded by
/// <see cref="MaxValueLevels"/>.
/// </remarks>
internal sealed class MessageJsonWriter(Utf8JsonWriter json)
{
    /// <summary>Levels of arrays and lists that are written as such.</summary>
    public const int MaxValueLevels = 32;

    // A copy per level of nesting must not become a lever: larger ones show their last value, as scalars do. Nobody sends that.
    private const int MaxMergedBytes = 1024 * 1024;

    private long _unknownFields;
    private long _tooDeepValues;
    private long _invalidTexts;

    /// <summary>What could not be written so far.</summary>
    public JsonLosses Losses => new(_unknownFields, _tooDeepValues, _invalidTexts);

    /// <summary>Writes the members of an object that is already begun.</summary>
    /// <param name="reader">Confined to the message, at its first field; read to its end.</param>
    /// <param name="schema">What the message is.</param>
    /// <param name="valueLevel">How deep an <c>AnyValue</c> in it is nested, from 1.</param>
    public void WriteFields(ref WireReader reader, MessageSchema schema, int valueLevel)
    {
        // JSON wants the values of a field side by side, protobuf does not: first find where each begins and ends.
        Span<FieldPlace> places = stackalloc FieldPlace[schema.Fields.Length];
        FindFields(ref reader, schema, places);
        foreach (var field in schema.Fields)
        {
            ref readonly var place = ref places[field.Index];
            if (place.Count == 0)
            {
                continue;
            }

            json.WritePropertyName(field.EncodedJsonName);
            reader.MoveTo(place.First);
            if (field.IsRepeated)
            {
                WriteRepeated(ref reader, field, place, valueLevel);
            }
            else if (field.Message is not null && place.Count > 1 && place.Last - place.First < MaxMergedBytes)
            {
                WriteMerged(ref reader, field, place, valueLevel);
            }
            else
            {
                reader.MoveTo(place.Last);
                reader.ReadTag();
                WriteValue(ref reader, field, valueLevel);
            }
        }
    }

    private void FindFields(ref WireReader reader, MessageSchema schema, scoped Span<FieldPlace> places)
    {
        var lastOneof = -1;
        while (!reader.AtEnd)
        {
            var start = reader.Position;
            var tag = reader.ReadTag();
            reader.Skip(tag);
            if (schema.ByNumber(tag >> 3) is not { } field || (field.Tag != tag && field.PackedTag != tag))
            {
                _unknownFields++;
                continue;
            }

            if (field.IsOneof && lastOneof != field.Index)
            {
                if (lastOneof >= 0)
                {
                    places[lastOneof].Count = 0;
                }

                lastOneof = field.Index;
            }

            ref var place = ref places[field.Index];
            place.First = place.Count == 0 ? start : place.First;
            place.Last = start;
            place.Count++;
        }
    }

    private void WriteRepeated(ref WireReader reader, FieldSchema field, FieldPlace place, int valueLevel)
    {
        json.WriteStartArray();
        while (!reader.AtEnd && reader.Position <= place.Last)
        {
            var tag = reader.ReadTag();
            if (tag == field.Tag)
            {
                WriteValue(ref reader, field, valueLevel);
            }
            else if (tag == field.PackedTag)
            {
                WritePacked(ref reader, field, valueLevel);
            }
            else
            {
                reader.Skip(tag);
            }
        }

        json.WriteEndArray();
    }

    private void WritePacked(ref WireReader reader, FieldSchema field, int valueLevel)
    {
        var outer = reader.Enter();
        while (!reader.AtEnd)
        {
            WriteValue(ref reader, field, valueLevel);
        }

        reader.Leave(outer);
    }

    // Two encodings of a message, one behind the other, are the encoding of both merged.
    private void WriteMerged(ref WireReader reader, FieldSchema field, FieldPlace place, int valueLevel)
    {
        using var merged = new WireWriter();
        merged.WriteVarint(field.Tag);
        var contents = merged.BeginLength(expectedLengthBytes: 1);
        while (!reader.AtEnd && reader.Position <= place.Last)
        {
            var tag = reader.ReadTag();
            if (tag == field.Tag)
            {
                var length = reader.ReadBytes(out var start);
                merged.WriteRaw(reader.Slice(start, length));
            }
            else
            {
                reader.Skip(tag);
            }
        }

        merged.EndLength(contents, expectedLengthBytes: 1);
        var mergedReader = new WireReader(merged.WrittenSpan, origin: 0);
        mergedReader.ReadTag();
        WriteValue(ref mergedReader, field, valueLevel);
        if (mergedReader.Failure is { } failure)
        {
            reader.Fail(failure);
        }
    }

    private void WriteValue(ref WireReader reader, FieldSchema field, int valueLevel)
    {
        switch (field.Kind)
        {
            case FieldKind.Message:
                WriteMessage(ref reader, field, valueLevel);
                break;
            case FieldKind.String:
                WriteText(ref reader);
                break;
            case FieldKind.Bytes:
                var length = reader.ReadBytes(out var start);
                json.WriteBase64StringValue(reader.Slice(start, length));
                break;
            case FieldKind.Id:
                WriteId(ref reader);
                break;
            case FieldKind.Bool:
                json.WriteBooleanValue(reader.ReadVarint() != 0);
                break;
            case FieldKind.Int32 or FieldKind.Enum:
                json.WriteNumberValue((int)reader.ReadVarint());
                break;
            case FieldKind.UInt32:
                json.WriteNumberValue((uint)Math.Min(reader.ReadVarint(), uint.MaxValue));
                break;
            case FieldKind.SInt32:
                var zigzag = (uint)reader.ReadVarint();
                json.WriteNumberValue((int)(zigzag >> 1) ^ -(int)(zigzag & 1));
                break;
            case FieldKind.Int64:
                WriteDigits((long)reader.ReadVarint());
                break;
            case FieldKind.UInt64:
                WriteDigits(reader.ReadVarint());
                break;
            case FieldKind.Fixed32:
                json.WriteNumberValue(reader.ReadFixed32());
                break;
            case FieldKind.Fixed64:
                WriteDigits(reader.ReadFixed64());
                break;
            case FieldKind.SFixed64:
                WriteDigits((long)reader.ReadFixed64());
                break;
            case FieldKind.Double:
                WriteDouble(BitConverter.UInt64BitsToDouble(reader.ReadFixed64()));
                break;
            default:
                throw new UnreachableException($"There is no field kind {field.Kind}.");
        }
    }

    private void WriteMessage(ref WireReader reader, FieldSchema field, int valueLevel)
    {
        var schema = field.Message!;
        var outer = reader.Enter();
        json.WriteStartObject();
        if (schema == ResourceSchema.AnyValue && valueLevel >= MaxValueLevels && HoldsElements(ref reader))
        {
            _tooDeepValues++;
            json.WriteBase64String("bytesValue"u8, reader.Slice(reader.Position, reader.End - reader.Position));
        }
        else
        {
            var isNested = schema == ResourceSchema.ArrayValue || schema == ResourceSchema.KeyValueList;
            WriteFields(ref reader, schema, isNested ? valueLevel + 1 : valueLevel);
        }

        json.WriteEndObject();
        reader.Leave(outer);
    }

    // Whether an AnyValue is an array or list with at least one byte in it.
    private static bool HoldsElements(ref WireReader reader)
    {
        var start = reader.Position;
        var holds = false;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if ((tag & 7) == WireType.Length && ResourceSchema.AnyValue.ByNumber(tag >> 3)?.Message is not null)
            {
                holds |= reader.ReadBytes(out _) > 0;
            }
            else
            {
                reader.Skip(tag);
            }
        }

        reader.MoveTo(start);
        return holds;
    }

    private void WriteText(ref WireReader reader)
    {
        var length = reader.ReadBytes(out var start);
        var text = reader.Slice(start, length);
        if (Utf8.IsValid(text))
        {
            json.WriteStringValue(text);
        }
        else
        {
            _invalidTexts++;
            json.WriteStringValue(Encoding.UTF8.GetString(text));
        }
    }

    private void WriteId(ref WireReader reader)
    {
        const int longestPlainId = 64;
        var length = reader.ReadBytes(out var start);
        var id = reader.Slice(start, length);
        if (length > longestPlainId)
        {
            json.WriteStringValue(Convert.ToHexStringLower(id));
            return;
        }

        Span<byte> digits = stackalloc byte[longestPlainId * 2];
        Convert.TryToHexStringLower(id, digits, out var count);
        json.WriteStringValue(digits[..count]);
    }

    private void WriteDigits<TNumber>(TNumber number)
        where TNumber : IUtf8SpanFormattable
    {
        Span<byte> digits = stackalloc byte[20];
        number.TryFormat(digits, out var count, format: default, provider: null);
        json.WriteStringValue(digits[..count]);
    }

    private void WriteDouble(double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(value switch
            {
                double.PositiveInfinity => "Infinity"u8,
                double.NegativeInfinity => "-Infinity"u8,
                _ => "NaN"u8,
            });
        }
    }

    private struct FieldPlace
    {
        public int First;
        public int Last;
        public int Count;
    }
}
