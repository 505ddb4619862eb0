using System.Text;
using System.Text.Json;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Takes facts out of an attribute whose value is JSON, or the structure that it would be, in one pass and without making objects.</summary>
internal sealed class JsonFields
{
    // Usage lies near the root; what is deeper is content.
    private const int MaxDepth = 4;
    private const int MaxPathBytes = 160;

    // An answer of a megabyte is read when somebody looks at it, not when it arrives.
    private const int MaxBytes = 256 * 1024;

    private readonly Dictionary<byte[], (AttributeSlot Slot, int Rank)> _paths = new(Utf8Comparer.Instance);

    public JsonFields(DialectJson json, int rank)
    {
        InputExcludesCache = json.InputExcludesCache;
        OutputExcludesReasoning = json.OutputExcludesReasoning;
        foreach (var field in json.Fields)
        {
            for (var i = 0; i < field.From.Count; i++)
            {
                _paths[Encoding.UTF8.GetBytes("/" + field.From[i])] = (AttributeSlots.OfField(field.Field), rank - i);
            }
        }
    }

    /// <summary>Whether its input tokens leave out what was read from and written to the cache.</summary>
    public bool InputExcludesCache { get; }

    /// <summary>Whether its output tokens leave out reasoning.</summary>
    public bool OutputExcludesReasoning { get; }

    /// <summary>Adds what the value holds to a reading.</summary>
    /// <param name="batch">The batch; values found become nested values of it.</param>
    /// <param name="attribute">Which of its attributes.</param>
    /// <param name="reading">Takes them, where nothing better is known.</param>
    public void Read(TelemetryBatch batch, int attribute, ref SpanReading reading)
    {
        var value = batch.Attributes[attribute];
        Span<byte> path = stackalloc byte[MaxPathBytes];
        if (value.Type == ValueType.KeyValueList)
        {
            ReadList(batch, in value, value.Children, path, pathLength: 0, depth: 1, ref reading);
        }
        else if (value.Type == ValueType.String && value.Text.Length is > 1 and <= MaxBytes && batch.Bytes(value.Text)[0] == '{')
        {
            ReadText(batch, in value, path, ref reading);
        }
    }

    private void ReadText(TelemetryBatch batch, in ValueRow value, scoped Span<byte> path, ref SpanReading reading)
    {
        Span<int> lengths = stackalloc int[MaxDepth + 1];
        var json = batch.Memory(value.Text);
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            var depth = 0;
            var length = 0;
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject when depth == MaxDepth:
                    case JsonTokenType.StartArray:
                        reader.Skip();
                        break;
                    case JsonTokenType.StartObject:
                        lengths[depth++] = length;
                        break;
                    case JsonTokenType.EndObject:
                        depth--;
                        break;
                    case JsonTokenType.PropertyName:
                        length = lengths[depth - 1];
                        length = reader.ValueIsEscaped ? length : Append(path, length, reader.ValueSpan);
                        lengths[depth] = length;
                        break;
                    case JsonTokenType.Number or JsonTokenType.String:
                        if (_paths.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(path[..length], out var target) && !reader.ValueIsEscaped)
                        {
                            // Text, number or not: the one who reads the slot knows how to read digits.
                            var start = (int)reader.TokenStartIndex + (reader.TokenType == JsonTokenType.String ? 1 : 0);
                            Put(batch, in value, target, new ValueRow
                            {
                                Type = ValueType.String,
                                Text = new ByteRange(value.Text.Offset + start, reader.ValueSpan.Length),
                            }, ref reading);
                        }

                        break;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Cut off by a length limit: what came before the cut was read.
        }
    }

    private void ReadList(
        TelemetryBatch batch, in ValueRow attribute, RowRange children, scoped Span<byte> path, int pathLength, int depth, ref SpanReading reading)
    {
        for (var i = children.First; i < children.First + children.Count; i++)
        {
            var child = batch.NestedValues[i];
            var length = Append(path, pathLength, batch.Bytes(child.Key));
            if (child.Type == ValueType.KeyValueList && depth < MaxDepth)
            {
                ReadList(batch, in attribute, child.Children, path, length, depth + 1, ref reading);
            }
            else if (_paths.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(path[..length], out var target))
            {
                Put(batch, in attribute, target, child, ref reading);
            }
        }
    }

    private void Put(TelemetryBatch batch, in ValueRow attribute, (AttributeSlot Slot, int Rank) target, ValueRow found, ref SpanReading reading)
    {
        if (target.Rank <= reading.RankOf[(int)target.Slot])
        {
            return;
        }

        var row = batch.ReserveNestedValues(1).First;
        found.Key = attribute.Key;
        batch.NestedValues[row] = found;
        reading.RankOf[(int)target.Slot] = target.Rank;
        reading.SourceOf[(int)target.Slot] = SpanReading.OfNested(row);
        reading.InputExcludesCache |= target.Slot == AttributeSlot.InputTokens && InputExcludesCache;
        reading.OutputExcludesReasoning |= target.Slot == AttributeSlot.OutputTokens && OutputExcludesReasoning;
    }

    private static int Append(Span<byte> path, int length, ReadOnlySpan<byte> name)
    {
        if (length + name.Length + 1 > path.Length)
        {
            return length;
        }

        path[length] = (byte)'/';
        name.CopyTo(path[(length + 1)..]);
        return length + 1 + name.Length;
    }
}
