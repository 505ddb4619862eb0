using System.Text.Json;
using System.Text.Json.Nodes;
using OtelGenAI.Diagnostics;

namespace OtelGenAI.Content;

/// <summary>Takes out of captured content what may not leave the process. When in doubt, all of it: a rule that fails costs the text, not the secret.</summary>
/// <param name="rules">Built-in rules, applied first.</param>
/// <param name="hook">The application's own: gives the replacement, or <see langword="null"/> to drop the text.</param>
internal sealed class ContentRedaction(GenAIPiiRules rules, Func<GenAIContentPiece, string?>? hook)
{
    /// <summary>What stands in for a text that could not be redacted.</summary>
    public const string Failed = "[redaction failed]";

    // Written back into an attribute, never into HTML.
    private static readonly JsonSerializerOptions s_json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the redaction that options ask for.</summary>
    /// <returns><see langword="null"/> if they ask for none.</returns>
    public static ContentRedaction? From(GenAIInstrumentationOptions options) =>
        options.RedactPii == GenAIPiiRules.None && options.Redact is null ? null : new ContentRedaction(options.RedactPii, options.Redact);

    /// <summary>Redacts one text.</summary>
    /// <returns><see langword="null"/> if the hook dropped it.</returns>
    public string? Apply(GenAIContentKinds kind, string text)
    {
        try
        {
            text = PiiRules.Apply(rules, text);
            return hook is null ? text : hook(new GenAIContentPiece(kind, text));
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(GenAIInstrumentationOptions.Redact), exception);
            return Failed;
        }
    }

    /// <summary>Redacts what may be JSON: each string, number and name in it, so that escapes hide nothing and the result stays JSON.</summary>
    /// <returns><see langword="null"/> if it was a plain text and the hook dropped it.</returns>
    public string? ApplyToJson(GenAIContentKinds kind, string value)
    {
        if (value.AsSpan().Trim() is not (['{', .., '}'] or ['[', .., ']']))
        {
            return Apply(kind, value);
        }

        try
        {
            var root = JsonNode.Parse(value);
            return Walk(kind, root)?.ToJsonString(s_json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // Broken JSON, or a name that stands twice: it is a text like any other then.
            return Apply(kind, value);
        }
    }

    private JsonNode? Walk(GenAIContentKinds kind, JsonNode? node) => node switch
    {
        JsonObject properties => Walk(kind, properties),
        JsonArray items => new JsonArray([.. items.Select(item => Walk(kind, item))]),
        JsonValue value => Walk(kind, value),
        _ => null,
    };

    private JsonObject Walk(GenAIContentKinds kind, JsonObject properties)
    {
        var result = new JsonObject();
        foreach (var (name, value) in properties)
        {
            result[PiiRules.Apply(rules, name)] = Walk(kind, value);
        }

        return result;
    }

    private JsonValue? Walk(GenAIContentKinds kind, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                return JsonValue.Create(Apply(kind, value.GetValue<string>()));
            case JsonValueKind.Number:
                var number = value.ToJsonString();
                var redacted = Apply(kind, number);
                return redacted == number ? (JsonValue)value.DeepClone() : JsonValue.Create(redacted);
            default:
                return (JsonValue)value.DeepClone();
        }
    }
}
