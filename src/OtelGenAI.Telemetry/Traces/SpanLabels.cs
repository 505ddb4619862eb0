using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Content;

namespace OtelGenAI.Telemetry.Traces;

/// <summary>What one span, or a resource, says of its whole trace. Immutable; kept as a text that stores can hold in a column.</summary>
internal sealed class SpanLabels
{
    private const string EnvironmentName = "environment", ReleaseName = "release", VersionName = "version", TagsName = "tags", MetadataName = "metadata",
        SessionName = "session", UserName = "user";

    /// <summary>Conversation. Of resources only: a span's is a column.</summary>
    public string? Session { get; init; }

    /// <summary>End user. Of resources only: a span's is a column.</summary>
    public string? User { get; init; }

    /// <summary>Environment.</summary>
    public string? Environment { get; init; }

    /// <summary>Release of the application.</summary>
    public string? Release { get; init; }

    /// <summary>Version of what the application runs: of its prompts, agents or chains.</summary>
    public string? Version { get; init; }

    /// <summary>Tags, in their order.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Metadata, each key once.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode?>> Metadata { get; init; } = [];

    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => (Session ?? User ?? Environment ?? Release ?? Version) is null && Tags.Count == 0 && Metadata.Count == 0;

    /// <summary>The text; equal for what says the same in the same order.</summary>
    public string Write()
    {
        var json = new JsonObject();
        Put(json, SessionName, Session);
        Put(json, UserName, User);
        Put(json, EnvironmentName, Environment);
        Put(json, ReleaseName, Release);
        Put(json, VersionName, Version);
        if (Tags.Count > 0)
        {
            json[TagsName] = new JsonArray([.. Tags.Select(tag => (JsonNode)JsonValue.Create(tag))]);
        }

        if (Metadata.Count > 0)
        {
            json[MetadataName] = new JsonObject(Metadata.Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
        }

        return JsonShapes.Shown(json);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static SpanLabels Parse(string text)
    {
        var json = JsonNode.Parse(text) as JsonObject ?? [];
        return new SpanLabels
        {
            Session = JsonShapes.Text(json[SessionName]),
            User = JsonShapes.Text(json[UserName]),
            Environment = JsonShapes.Text(json[EnvironmentName]),
            Release = JsonShapes.Text(json[ReleaseName]),
            Version = JsonShapes.Text(json[VersionName]),
            Tags = json[TagsName] is JsonArray tags ? [.. tags.Select(JsonShapes.Shown)] : [],
            Metadata = json[MetadataName] is JsonObject metadata ? [.. metadata] : [],
        };
    }

    /// <summary>The same of a text that may be missing.</summary>
    public static SpanLabels? ParseAny(string? text) => text is null ? null : Parse(text);

    private static void Put(JsonObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }
}
