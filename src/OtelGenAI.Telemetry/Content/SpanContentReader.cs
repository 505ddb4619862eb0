using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Reads what a span said, from its attributes and events under their current and earlier names.</summary>
/// <remarks>Runs when somebody looks at a span, not when it arrives: on arrival content is only stored.</remarks>
public static class SpanContentReader
{
    /// <summary>Reads one span.</summary>
    /// <param name="batch">The batch that holds it.</param>
    /// <param name="spanIndex">Which of its spans.</param>
    public static SpanContent Read(TelemetryBatch batch, int spanIndex)
    {
        ref readonly var span = ref batch.Spans[spanIndex];
        var content = new SpanContent();
        ReadAttributes(batch, span.Attributes, content);
        for (var i = span.Events.First; i < span.Events.First + span.Events.Count; i++)
        {
            var name = Encoding.UTF8.GetString(batch.Bytes(batch.Events[i].Name));
            if (name == GenAIEvents.ClientInferenceOperationDetails)
            {
                ReadAttributes(batch, batch.Events[i].Attributes, content);
            }
            else
            {
                MessageEvents.Add(content, name, ValueJson.ToObject(batch, batch.Events[i].Attributes));
            }
        }

        foreach (var prefix in ConventionRegistry.NumberedPrefixes)
        {
            ReadNumbered(batch, span.Attributes, prefix, content);
        }

        return content;
    }

    /// <summary>Reads attributes that hold content, of a span or of the event with the details of an inference.</summary>
    internal static void ReadAttributes(TelemetryBatch batch, RowRange attributes, SpanContent content)
    {
        foreach (ref readonly var attribute in batch.Attributes.Slice(attributes.First, attributes.Count))
        {
            var key = Encoding.UTF8.GetString(batch.Bytes(attribute.Key));
            switch (key)
            {
                case GenAIAttributes.InputMessages:
                    content.Input = ChatMessages.Read(ValueJson.ToStructure(batch, in attribute), "user");
                    content.Sources[nameof(content.Input)] = key;
                    break;
                case GenAIAttributes.OutputMessages:
                    content.Output = ChatMessages.Read(ValueJson.ToStructure(batch, in attribute), "assistant");
                    content.Sources[nameof(content.Output)] = key;
                    break;
                case DeprecatedAttributes.GenAIPrompt when content.Input is null:
                    content.Input = ChatMessages.Read(ValueJson.ToStructure(batch, in attribute), "user");
                    content.Sources[nameof(content.Input)] = key;
                    break;
                case DeprecatedAttributes.GenAICompletion when content.Output is null:
                    content.Output = ChatMessages.Read(ValueJson.ToStructure(batch, in attribute), "assistant");
                    content.Sources[nameof(content.Output)] = key;
                    break;
                case GenAIAttributes.SystemInstructions:
                    content.SystemInstructions = ChatMessages.Parts(ValueJson.ToStructure(batch, in attribute));
                    content.Sources[nameof(content.SystemInstructions)] = key;
                    break;
                case GenAIAttributes.ToolDefinitions:
                    content.ToolDefinitions = Take(batch, in attribute, key, nameof(content.ToolDefinitions), content);
                    break;
                case GenAIAttributes.ToolCallArguments:
                    content.ToolArguments = Take(batch, in attribute, key, nameof(content.ToolArguments), content);
                    break;
                case GenAIAttributes.ToolCallResult:
                    content.ToolResult = Take(batch, in attribute, key, nameof(content.ToolResult), content);
                    break;
                case GenAIAttributes.RetrievalDocuments:
                    content.Documents = Take(batch, in attribute, key, nameof(content.Documents), content);
                    break;
            }
        }
    }

    private static JsonNode? Take(TelemetryBatch batch, in ValueRow attribute, string key, string property, SpanContent content)
    {
        content.Sources[property] = key;
        return ValueJson.ToStructure(batch, in attribute);
    }

    private static void ReadNumbered(TelemetryBatch batch, RowRange attributes, NumberedPrefix prefix, SpanContent content)
    {
        if (prefix.NewName == GenAIAttributes.InputMessages && content.Input is null &&
            NumberedMessages.Read(batch, attributes, prefix.Prefix) is { } input)
        {
            content.Input = ChatMessages.Read(input, "user");
            content.Sources[nameof(content.Input)] = prefix.Prefix + ".N";
        }

        if (prefix.NewName == GenAIAttributes.OutputMessages && content.Output is null &&
            NumberedMessages.Read(batch, attributes, prefix.Prefix) is { } output)
        {
            content.Output = ChatMessages.Read(output, "assistant");
            content.Sources[nameof(content.Output)] = prefix.Prefix + ".N";
        }
    }
}
