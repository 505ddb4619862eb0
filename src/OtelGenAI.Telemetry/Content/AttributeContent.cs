using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Content in the attributes of a span or of one of its events.</summary>
internal sealed class AttributeContent
{
    private readonly TelemetryBatch _batch;
    private readonly RowRange _attributes;
    private readonly Dictionary<string, int> _indexOf = new(StringComparer.Ordinal);

    public AttributeContent(TelemetryBatch batch, RowRange attributes)
    {
        _batch = batch;
        _attributes = attributes;
        for (var i = attributes.First; i < attributes.First + attributes.Count; i++)
        {
            _indexOf[Encoding.UTF8.GetString(batch.Bytes(batch.Attributes[i].Key))] = i;
        }
    }

    /// <summary>Adds what is here and was not found before.</summary>
    /// <param name="content">Where it goes.</param>
    /// <param name="kind">What the span is: it decides what "input" and "output" without further words mean.</param>
    public void AddTo(SpanContent content, ObservationKind kind)
    {
        content.SystemInstructions ??= ChatMessages.Parts(Find("system", nameof(content.SystemInstructions), content));
        content.ToolDefinitions ??= ListItems.Unwrap(Find("tool_definitions", nameof(content.ToolDefinitions), content));
        content.ToolArguments ??= Find("tool_arguments", nameof(content.ToolArguments), content);
        content.ToolResult ??= Find("tool_result", nameof(content.ToolResult), content);
        content.Documents ??= ListItems.Unwrap(Find("documents", nameof(content.Documents), content));
        content.Input ??= ChatMessages.Read(Find("input", nameof(content.Input), content), "user");
        content.Output ??= ChatMessages.Read(Find("output", nameof(content.Output), content), "assistant") ?? PutTogether(content);
        AddWhateverWentIn(content, kind);
        AddWhateverCameOut(content, kind);
    }

    private void AddWhateverWentIn(SpanContent content, ObservationKind kind)
    {
        if (kind is ObservationKind.Tool or ObservationKind.Mcp)
        {
            content.ToolArguments ??= Find("any_input", nameof(content.ToolArguments), content);
        }
        else if (content.Input is null)
        {
            var recorded = Find("any_input", nameof(content.Input), content);
            content.Input = ChatMessages.Read(recorded, "user");
            AddToolsOfRequest(content, recorded);
        }
    }

    // Langfuse and LangSmith record the request as it was, with the tools that it offered.
    private static void AddToolsOfRequest(SpanContent content, JsonNode? recorded)
    {
        if (content.ToolDefinitions is null && recorded is JsonObject request && request["tools"] is JsonArray { Count: > 0 } tools)
        {
            content.ToolDefinitions = ListItems.Unwrap(tools);
            content.Sources[nameof(content.ToolDefinitions)] = content.Sources[nameof(content.Input)];
        }
    }

    private void AddWhateverCameOut(SpanContent content, ObservationKind kind)
    {
        if (kind is ObservationKind.Tool or ObservationKind.Mcp)
        {
            content.ToolResult ??= Find("any_output", nameof(content.ToolResult), content);
        }
        else if (kind is ObservationKind.Retrieval or ObservationKind.Rerank)
        {
            content.Documents ??= ListItems.Unwrap(Find("any_output", nameof(content.Documents), content));
        }
        else if (content.Output is null)
        {
            content.Output = ChatMessages.Read(Find("any_output", nameof(content.Output), content), "assistant");
        }
    }

    // Some clients have an attribute for each part of the answer.
    private JsonArray? PutTogether(SpanContent content)
    {
        var parts = new JsonArray();
        if (Find("output_reasoning", nameof(content.Output), content) is { } reasoning)
        {
            parts.Add((JsonNode)new JsonObject { ["type"] = "reasoning", ["content"] = JsonShapes.Shown(reasoning) });
        }

        if (Find("output_text", nameof(content.Output), content) is { } text)
        {
            parts.Add((JsonNode)new JsonObject { ["type"] = "text", ["content"] = JsonShapes.Shown(text) });
        }

        foreach (var call in Find("output_tool_calls", nameof(content.Output), content) as JsonArray ?? [])
        {
            parts.Add((JsonNode)ToolParts.Call(call));
        }

        return parts.Count == 0 ? null : [(JsonNode)new JsonObject { ["role"] = "assistant", ["parts"] = parts }];
    }

    private JsonNode? Find(string field, string property, SpanContent content)
    {
        foreach (var source in ContentSources.Of(field))
        {
            if (Value(source) is { } value)
            {
                var isCutOff = _indexOf.TryGetValue(source.Name, out var index) && ValueJson.IsCutOff(_batch, in _batch.Attributes[index]);
                if (isCutOff)
                {
                    content.CutOff.Add(property);
                }

                content.Sources[property] = isCutOff ? source.Shown + ", which was cut off: this is what came before the cut" : source.Shown;
                return value;
            }
        }

        return null;
    }

    private JsonNode? Value(ContentSource source)
    {
        if (source.IsNumbered)
        {
            return NumberedMessages.Read(_batch, _attributes, source.Name);
        }

        return _indexOf.TryGetValue(source.Name, out var index) ? Structure(ValueJson.ToStructure(_batch, in _batch.Attributes[index])) : null;
    }

    // Tools and messages come as a list of texts that hold JSON, or as a JSON text that holds a text.
    private static JsonNode? Structure(JsonNode? node) => node switch
    {
        JsonArray array when array.Any(item => JsonShapes.Text(item) is { } text && text.StartsWith('{')) =>
            new JsonArray([.. array.Select(JsonShapes.Structure)]),
        _ when JsonShapes.Text(node) is ['"', .., '"'] quoted => ValueJson.Unquote(quoted),
        _ => node,
    };
}
