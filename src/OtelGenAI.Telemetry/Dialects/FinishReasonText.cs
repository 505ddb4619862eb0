using System.Text;
using System.Text.Json;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Brings finish reasons to one form: separated by commas, in the order of the choices.</summary>
/// <remarks>They arrive as an array of texts (conventions), as one text (Semantic Kernel), or as a text that holds a JSON array (Microsoft.Extensions.AI), in any provider's words.</remarks>
internal static class FinishReasonText
{
    private const int MaxReasons = 16;

    public static ReadOnlyMemory<byte> Read(TelemetryBatch batch, in ValueRow value) => value.Type switch
    {
        ValueType.String when batch.Bytes(value.Text).StartsWith("["u8) => FromJson(batch.Bytes(value.Text)),
        ValueType.String => Spellings.FinishReasons.Normalize(batch.Memory(value.Text)),
        ValueType.Array => FromArray(batch, value.Children),
        _ => default,
    };

    private static ReadOnlyMemory<byte> FromArray(TelemetryBatch batch, RowRange children)
    {
        if (children.Count == 1 && batch.NestedValues[children.First].Type == ValueType.String)
        {
            return Spellings.FinishReasons.Normalize(batch.Memory(batch.NestedValues[children.First].Text));
        }

        var reasons = new List<ReadOnlyMemory<byte>>();
        for (var i = children.First; i < children.First + Math.Min(children.Count, MaxReasons); i++)
        {
            if (batch.NestedValues[i].Type == ValueType.String)
            {
                reasons.Add(batch.Memory(batch.NestedValues[i].Text));
            }
        }

        return Join(reasons);
    }

    private static ReadOnlyMemory<byte> FromJson(ReadOnlySpan<byte> json)
    {
        var reasons = new List<ReadOnlyMemory<byte>>();
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read() && reasons.Count < MaxReasons)
            {
                if (reader.TokenType == JsonTokenType.String)
                {
                    reasons.Add(Encoding.UTF8.GetBytes(reader.GetString()!));
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A text that only looks like JSON: Semantic Kernel writes [Stop, Length].
            if (reasons.Count == 0)
            {
                reasons.AddRange(Encoding.UTF8.GetString(json).Trim('[', ']').Split(',', MaxReasons, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(reason => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(reason))));
            }
        }

        return Join(reasons);
    }

    private static ReadOnlyMemory<byte> Join(List<ReadOnlyMemory<byte>> reasons) =>
        Encoding.UTF8.GetBytes(string.Join(',', reasons.Select(reason => Encoding.UTF8.GetString(Spellings.FinishReasons.Normalize(reason).Span))));
}
