using System.Text;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Wire;

namespace OtelGenAI.Otlp.Records;

/// <summary>Names a record that is refused, so that its sender can find it.</summary>
internal static class RecordSentence
{
    private const int ShownNameBytes = 100;
    private const int ShownIdBytes = 16;

    /// <summary>A sentence naming a record.</summary>
    /// <param name="schema">What it is.</param>
    /// <param name="name">Its name, UTF-8.</param>
    /// <param name="spanId">Its span id, of any length.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static string Of(MessageSchema schema, ReadOnlySpan<byte> name, ReadOnlySpan<byte> spanId, string problem)
    {
        var shownName = Encoding.UTF8.GetString(name[..Math.Min(name.Length, ShownNameBytes)]);
        var shownId = spanId.IsEmpty ? "none" : Convert.ToHexStringLower(spanId[..Math.Min(spanId.Length, ShownIdBytes)]);
        return $"{schema.Record!.Noun} \"{shownName}\" (span id {shownId}): {problem}.";
    }

    /// <summary>A sentence naming a record of which nothing but the bytes is known.</summary>
    /// <param name="schema">What it is.</param>
    /// <param name="record">The fields that could be read, in protobuf.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static string Of(MessageSchema schema, ReadOnlySpan<byte> record, string problem)
    {
        if (!schema.Record!.HasName)
        {
            return $"{schema.Record.Noun}: {problem}.";
        }

        var reader = new WireReader(record, origin: 0);
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> spanId = default;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag == schema.Record.NameTag || tag == schema.Record.IdTag)
            {
                var length = reader.ReadBytes(out var start);
                ref var text = ref tag == schema.Record.NameTag ? ref name : ref spanId;
                text = record.Slice(start, length);
            }
            else
            {
                reader.Skip(tag);
            }
        }

        return Of(schema, name, spanId, problem);
    }
}
