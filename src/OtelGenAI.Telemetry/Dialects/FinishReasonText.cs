using System.Text;
using System.Text.Json;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Brings finish reasons to one form: separated by commas, in the order of the choices.</summary>
/// <remarks>They arrive as an array of texts (conventions), as one text (Semantic Kernel), or as a text that holds a JSON array (Microsoft.Extensions.AI).</remarks>
internal static class FinishReasonText
{
    private const int MaxReasons = 16;

    public static ReadOnlyMemory<byte> Read(TelemetryBatch batch, int attribute)
    {
        if (attribute < 0)
        {
            return default;
        }

        ref readonly var value = ref batch.Attributes[attribute];
        return value.Type switch
        {
            ValueType.String when batch.Bytes(value.Text).StartsWith("["u8) => FromJson(batch.Bytes(value.Text)),
            ValueType.String => batch.Memory(value.Text),
            ValueType.Array => FromArray(batch, value.Children),
            _ => default,
        };
    }

    private static ReadOnlyMemory<byte> FromArray(TelemetryBatch batch, RowRange children)
    {
        if (children.Count == 1 && batch.NestedValues[children.First].Type == ValueType.String)
        {
            return batch.Memory(batch.NestedValues[children.First].Text);
        }

        var reasons = new List<string>();
        for (var i = children.First; i < children.First + Math.Min(children.Count, MaxReasons); i++)
        {
            if (batch.NestedValues[i].Type == ValueType.String)
            {
                reasons.Add(Encoding.UTF8.GetString(batch.Bytes(batch.NestedValues[i].Text)));
            }
        }

        return Encoding.UTF8.GetBytes(string.Join(',', reasons));
    }

    private static ReadOnlyMemory<byte> FromJson(ReadOnlySpan<byte> json)
    {
        var reasons = new List<string>();
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read() && reasons.Count < MaxReasons)
            {
                if (reader.TokenType == JsonTokenType.String)
                {
                    reasons.Add(reader.GetString()!);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A text that only looks like JSON: what could be read of it is better than nothing, and the attribute itself is kept.
        }

        return Encoding.UTF8.GetBytes(string.Join(',', reasons));
    }
}
