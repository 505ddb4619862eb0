using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Everything that a span or log record says in words: what a search looks through.</summary>
public static class RecordTexts
{
    /// <summary>Texts of a span: its name, why it failed, and those of its attributes and events.</summary>
    /// <param name="batch">The batch that holds it.</param>
    /// <param name="spanIndex">Which of its spans.</param>
    /// <param name="texts">Takes them; UTF-8, as received.</param>
    public static void OfSpan(TelemetryBatch batch, int spanIndex, List<ByteRange> texts)
    {
        ref readonly var span = ref batch.Spans[spanIndex];
        Add(span.Name, texts);
        Add(span.StatusMessage, texts);
        AddAll(batch, batch.Attributes.Slice(span.Attributes.First, span.Attributes.Count), texts);
        foreach (ref readonly var row in batch.Events.Slice(span.Events.First, span.Events.Count))
        {
            AddAll(batch, batch.Attributes.Slice(row.Attributes.First, row.Attributes.Count), texts);
        }
    }

    /// <summary>Texts of a log record: those of its body and attributes.</summary>
    /// <param name="batch">The batch that holds it.</param>
    /// <param name="logIndex">Which of its records.</param>
    /// <param name="texts">Takes them; UTF-8, as received.</param>
    public static void OfLog(TelemetryBatch batch, int logIndex, List<ByteRange> texts)
    {
        ref readonly var log = ref batch.Logs[logIndex];
        Add(batch, in log.Body, texts);
        AddAll(batch, batch.Attributes.Slice(log.Attributes.First, log.Attributes.Count), texts);
    }

    private static void AddAll(TelemetryBatch batch, ReadOnlySpan<ValueRow> values, List<ByteRange> texts)
    {
        foreach (ref readonly var value in values)
        {
            Add(batch, in value, texts);
        }
    }

    private static void Add(TelemetryBatch batch, in ValueRow value, List<ByteRange> texts)
    {
        if (value.Type is ValueType.String or ValueType.TooDeep)
        {
            Add(value.Text, texts);
        }
        else if (value.Type is ValueType.Array or ValueType.KeyValueList)
        {
            AddAll(batch, batch.NestedValues.Slice(value.Children.First, value.Children.Count), texts);
        }
    }

    private static void Add(ByteRange text, List<ByteRange> texts)
    {
        if (!text.IsEmpty)
        {
            texts.Add(text);
        }
    }
}
