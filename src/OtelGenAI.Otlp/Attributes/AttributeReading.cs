using System.Runtime.CompilerServices;
using System.Text.Unicode;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Otlp.Attributes;

/// <summary>Reads <c>KeyValue</c> and <c>AnyValue</c> into rows.</summary>
/// <remarks>
/// A value that occurs twice in one message is continued, as protobuf asks, with one exception: of two array (or list) members of one
/// <c>AnyValue</c> the rows show the last, where protobuf would join them. No client writes that; the message bytes keep both.
/// </remarks>
internal static class AttributeReading
{
    private const uint KeyTag = (1 << 3) | WireType.Length;
    private const uint ValueTag = (2 << 3) | WireType.Length;
    private const uint ElementTag = (1 << 3) | WireType.Length;

    private const uint StringTag = (1 << 3) | WireType.Length;
    private const uint BoolTag = (2 << 3) | WireType.Varint;
    private const uint IntTag = (3 << 3) | WireType.Varint;
    private const uint DoubleTag = (4 << 3) | WireType.Fixed64;
    private const uint ArrayTag = (5 << 3) | WireType.Length;
    private const uint ListTag = (6 << 3) | WireType.Length;
    private const uint BytesTag = (7 << 3) | WireType.Length;
    private const uint StringIndexTag = (8 << 3) | WireType.Varint;

    /// <summary>Reads the attribute field at hand into a new row, if the owner may have one more.</summary>
    /// <param name="context">The reader stands behind the field's key.</param>
    /// <param name="attributes">The owner's rows so far; one longer afterwards, unless a limit was reached.</param>
    public static void ReadAttribute(ref DecodeContext context, ref RowRange attributes)
    {
        var outer = context.Reader.Enter();
        if (attributes.Count >= context.Limits.MaxAttributes || context.ValueRowBudget <= 0)
        {
            context.Batch.Unindexed.Add(context.ValueRowBudget <= 0 ? RowLimit.RequestRows : RowLimit.Attributes);
            WireFrames.Walk(ref context.Reader, ResourceSchema.KeyValue);
        }
        else
        {
            context.ValueRowBudget--;
            attributes = attributes with { Count = attributes.Count + 1 };
            ReadKeyValue(ref context, ref context.Batch.AddAttribute(), level: 1);
        }

        context.Reader.Leave(outer);
    }

    /// <summary>Reads the value field at hand (a log record's body) into a row.</summary>
    /// <param name="context">The reader stands behind the field's key.</param>
    /// <param name="row">Where it goes; a second field of it is continued.</param>
    public static void ReadValue(ref DecodeContext context, ref ValueRow row)
    {
        var outer = context.Reader.Enter();
        ReadAnyValue(ref context, ref row, level: 1);
        context.Reader.Leave(outer);
    }

    /// <summary>Reads a text field as a range, and counts it if it is not UTF-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ByteRange ReadText(ref DecodeContext context)
    {
        var length = context.Reader.ReadBytes(out var start);
        if (!Utf8.IsValid(context.Reader.Slice(start, length)))
        {
            context.Batch.InvalidTextCount++;
        }

        return context.Reader.RangeOf(start, start + length);
    }

    private static void ReadKeyValue(ref DecodeContext context, ref ValueRow row, int level)
    {
        row.KeyId = AttributeKeyTable.NotInterned;
        ref var reader = ref context.Reader;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag == KeyTag)
            {
                ReadKey(ref context, ref row);
            }
            else if (tag == ValueTag)
            {
                var outer = reader.Enter();
                ReadAnyValue(ref context, ref row, level);
                reader.Leave(outer);
            }
            else
            {
                reader.Skip(tag);
            }
        }
    }

    private static void ReadKey(ref DecodeContext context, ref ValueRow row)
    {
        var length = context.Reader.ReadBytes(out var start);
        row.Key = context.Reader.RangeOf(start, start + length);
        row.KeyId = context.Keys.Intern(context.Reader.Slice(start, length), out var isInvalidText);
        if (isInvalidText)
        {
            context.Batch.InvalidTextCount++;
        }
        else if (row.KeyId == AttributeKeyTable.NotInterned && length > 0)
        {
            context.Batch.Unindexed.Add(length > context.Batch.Keys.LongestKeyBytes ? RowLimit.KeyLength : RowLimit.Keys);
        }
    }

    private static void ReadAnyValue(ref DecodeContext context, ref ValueRow row, int level)
    {
        ref var reader = ref context.Reader;
        var start = reader.Position;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            switch (tag)
            {
                case StringTag:
                    Become(ref row, ValueType.String);
                    row.Text = ReadText(ref context);
                    break;
                case BoolTag:
                    Become(ref row, ValueType.Boolean);
                    row.Bits = reader.ReadVarint() == 0 ? 0 : 1;
                    break;
                case IntTag:
                    Become(ref row, ValueType.Int);
                    row.Bits = (long)reader.ReadVarint();
                    break;
                case DoubleTag:
                    Become(ref row, ValueType.Double);
                    row.Bits = (long)reader.ReadFixed64();
                    break;
                case ArrayTag:
                    Become(ref row, ValueType.Array);
                    ReadElements(ref context, ref row, start, level);
                    break;
                case ListTag:
                    Become(ref row, ValueType.KeyValueList);
                    ReadElements(ref context, ref row, start, level);
                    break;
                case BytesTag:
                    Become(ref row, ValueType.Bytes);
                    row.Text = reader.ReadRange();
                    break;
                case StringIndexTag:
                    // Only profiles have the table this would point into: to be treated as absent elsewhere (proto 1.10.0).
                    Become(ref row, ValueType.Empty);
                    reader.ReadVarint();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }
    }

    private static void ReadElements(ref DecodeContext context, ref ValueRow row, int valueStart, int level)
    {
        ref var reader = ref context.Reader;
        var valueEnd = reader.End;
        var outer = reader.Enter();
        var first = reader.Position;
        var count = CountElements(ref reader);
        if (count > 0 && (level >= context.Limits.MaxValueDepth || count > context.ValueRowBudget))
        {
            reader.MoveTo(first);
            WireFrames.Walk(ref reader, row.Type == ValueType.Array ? ResourceSchema.ArrayValue : ResourceSchema.KeyValueList);
            row.Type = ValueType.TooDeep;
            row.Text = reader.RangeOf(valueStart, valueEnd);
            context.Batch.Unindexed.Add(level >= context.Limits.MaxValueDepth ? RowLimit.Depth : RowLimit.RequestRows);
        }
        else
        {
            reader.MoveTo(first);
            FillElements(ref context, ref row, count, level + 1);
        }

        reader.Leave(outer);
    }

    // Two passes, so that the rows of one array lie side by side although their own elements need rows too.
    private static int CountElements(ref WireReader reader)
    {
        var count = 0;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag == ElementTag)
            {
                reader.ReadBytes(out _);
                count++;
            }
            else
            {
                reader.Skip(tag);
            }
        }

        return count;
    }

    private static void FillElements(ref DecodeContext context, ref ValueRow parent, int count, int level)
    {
        ref var reader = ref context.Reader;
        context.ValueRowBudget -= count;
        var rows = context.Batch.ReserveNestedValues(count);
        parent.Children = rows;
        var index = rows.First;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag != ElementTag)
            {
                reader.Skip(tag);
                continue;
            }

            ValueRow row = default;
            row.KeyId = AttributeKeyTable.NotInterned;
            var outer = reader.Enter();
            if (parent.Type == ValueType.Array)
            {
                ReadAnyValue(ref context, ref row, level);
            }
            else
            {
                ReadKeyValue(ref context, ref row, level);
            }

            reader.Leave(outer);
            context.Batch.NestedValues[index++] = row;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Become(ref ValueRow row, ValueType type)
    {
        if (row.Type != ValueType.Empty)
        {
            row.Text = default;
            row.Bits = 0;
            row.Children = default;
        }

        row.Type = type;
    }
}
