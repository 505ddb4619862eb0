using System.Buffers;
using System.Globalization;
using System.Text;
using OtelGenAI.Storage.Query;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Finds words in the names of a span's attributes and in those that are numbers, as somebody reads them: <c>gen_ai.usage.input_tokens: 643</c>.</summary>
/// <remarks>No text of its own: what attributes say in words is found before. Not thread-safe; its buffer is used again and again.</remarks>
/// <param name="snippets">The words.</param>
internal sealed class AttributeLines(QuerySnippets snippets)
{
    // -1.7976931348623157E+308 has 24 characters.
    private const int LongestNumber = 32;

    private readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>The first line of a span or of its events where any of the words stand, or <see langword="null"/>.</summary>
    /// <param name="batch">The batch that holds it.</param>
    /// <param name="spanIndex">Which of its spans.</param>
    public TextSnippet? Find(TelemetryBatch batch, int spanIndex)
    {
        ref readonly var span = ref batch.Spans[spanIndex];
        if (Find(batch, batch.Attributes.Slice(span.Attributes.First, span.Attributes.Count)) is { } found)
        {
            return found;
        }

        foreach (ref readonly var row in batch.Events.Slice(span.Events.First, span.Events.Count))
        {
            if (Find(batch, batch.Attributes.Slice(row.Attributes.First, row.Attributes.Count)) is { } ofEvent)
            {
                return ofEvent;
            }
        }

        return null;
    }

    private TextSnippet? Find(TelemetryBatch batch, ReadOnlySpan<ValueRow> values)
    {
        foreach (ref readonly var value in values)
        {
            _line.ResetWrittenCount();
            _line.Write(batch.Bytes(value.Key));
            AppendNumber(in value);
            var found = snippets.Find(_line.WrittenSpan);
            if (found is null && value.Type is ValueType.Array or ValueType.KeyValueList)
            {
                found = Find(batch, batch.NestedValues.Slice(value.Children.First, value.Children.Count));
            }

            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private void AppendNumber(in ValueRow value)
    {
        if (value.Type is not (ValueType.Int or ValueType.Double or ValueType.Boolean))
        {
            return;
        }

        _line.Write(": "u8);
        var place = _line.GetSpan(LongestNumber);
        var length = 0;
        _ = value.Type switch
        {
            ValueType.Int => value.Bits.TryFormat(place, out length, provider: CultureInfo.InvariantCulture),
            ValueType.Double => value.AsDouble.TryFormat(place, out length, provider: CultureInfo.InvariantCulture),
            _ => Encoding.UTF8.TryGetBytes(value.Bits == 0 ? "false" : "true", place, out length),
        };
        _line.Advance(length);
    }
}
