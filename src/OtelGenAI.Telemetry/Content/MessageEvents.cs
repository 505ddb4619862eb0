using System.Text.Json.Nodes;
using OtelGenAI.Conventions;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Reads the message events of conventions 1.26 to 1.36, as span events.</summary>
internal static class MessageEvents
{
    /// <summary>Adds the message of one event to what was read so far.</summary>
    /// <param name="content">Where it goes.</param>
    /// <param name="name">Name of the event.</param>
    /// <param name="attributes">Its attributes; the body of a log event counts as one.</param>
    public static void Add(SpanContent content, string name, JsonObject attributes)
    {
        switch (name)
        {
            case DeprecatedEvents.GenAIContentPrompt:
                AddInput(content, name, Recorded(attributes[DeprecatedAttributes.GenAIPrompt]), "user");
                break;
            case DeprecatedEvents.GenAIContentCompletion:
                AddOutput(content, name, Recorded(attributes[DeprecatedAttributes.GenAICompletion]));
                break;
            case DeprecatedEvents.GenAISystemMessage:
                AddInput(content, name, Body(attributes), "system");
                break;
            case DeprecatedEvents.GenAIUserMessage:
                AddInput(content, name, Body(attributes), "user");
                break;
            case DeprecatedEvents.GenAIAssistantMessage:
                AddInput(content, name, Body(attributes), "assistant");
                break;
            case DeprecatedEvents.GenAIToolMessage:
                AddInput(content, name, ToolBody(attributes), "tool");
                break;
            case DeprecatedEvents.GenAIChoice:
                AddOutput(content, name, Body(attributes));
                break;
        }
    }

    private static void AddInput(SpanContent content, string source, JsonNode? recorded, string role)
    {
        if (ChatMessages.Read(recorded, role) is { } messages)
        {
            content.Input = Append(content.Input, messages);
            content.Sources.TryAdd(nameof(content.Input), source);
        }
    }

    private static void AddOutput(SpanContent content, string source, JsonNode? recorded)
    {
        if (ChatMessages.Read(recorded, "assistant") is { } messages)
        {
            content.Output = Append(content.Output, messages);
            content.Sources.TryAdd(nameof(content.Output), source);
        }
    }

    // Semantic Kernel puts the whole body as JSON text into one attribute; others spread it over the event's attributes.
    private static JsonNode? Body(JsonObject attributes)
    {
        foreach (var (key, value) in attributes)
        {
            if (key.EndsWith(".event.content", StringComparison.Ordinal))
            {
                return Recorded(value);
            }
        }

        var body = new JsonObject();
        foreach (var (key, value) in attributes)
        {
            body[key] = key is "message" or "tool_calls" or "content" ? Recorded(value) : value?.DeepClone();
        }

        return body.Count == 0 ? null : body;
    }

    private static JsonNode? ToolBody(JsonObject attributes)
    {
        var body = Body(attributes);
        if (body is JsonObject message && message["id"] is { } id)
        {
            message["tool_call_id"] = id.DeepClone();
        }

        return body;
    }

    private static JsonNode? Recorded(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var json) ? ValueJson.ParseOrText(json) : value?.DeepClone();

    private static JsonArray Append(JsonArray? to, JsonArray messages)
    {
        to ??= [];
        foreach (var message in messages.ToArray())
        {
            messages.Remove(message);
            to.Add(message);
        }

        return to;
    }
}
