using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Reads log records as events.</summary>
public static class LogEvents
{
    /// <summary>Name of the event: the field, else the attribute that stood for it before there was one.</summary>
    /// <param name="batch">The batch that holds the record.</param>
    /// <param name="log">The record.</param>
    /// <returns>The name, or <see langword="null"/> for a record that is no event.</returns>
    public static string? NameOf(TelemetryBatch batch, in LogRow log)
    {
        if (!log.EventName.IsEmpty)
        {
            return Encoding.UTF8.GetString(batch.Bytes(log.EventName));
        }

        foreach (ref readonly var attribute in batch.Attributes.Slice(log.Attributes.First, log.Attributes.Count))
        {
            if (attribute.Type == ValueType.String && Encoding.UTF8.GetString(batch.Bytes(attribute.Key)) == EventAttributes.Name)
            {
                return Encoding.UTF8.GetString(batch.Bytes(attribute.Text));
            }
        }

        return null;
    }

    /// <summary>What the event says: the fields of its body, or, without a body, its attributes.</summary>
    internal static JsonObject FieldsOf(TelemetryBatch batch, in LogRow log) =>
        log.Body.Type == ValueType.Empty ? ValueJson.ToObject(batch, log.Attributes)
        : ValueJson.ToStructure(batch, in log.Body) switch
        {
            JsonObject fields => fields,
            var text => new JsonObject { ["content"] = text },
        };
}
