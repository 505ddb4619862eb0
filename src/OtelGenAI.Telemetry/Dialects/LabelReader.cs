using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Reads what the attributes of one span, or of a resource, say of their whole trace. Only where some do: it makes objects.</summary>
internal ref struct LabelReader(TelemetryBatch batch, KeyMeanings meanings)
{
    // More are somebody's data. The span itself has all of it.
    private const int MaxTags = 64;
    private const int MaxMetadata = 128;
    private const int MaxValueLength = 256;
    private const int MaxMetadataLength = 8_192;

    private readonly Dictionary<LabelField, (int Rank, string Text)> _texts = [];
    private readonly List<(int Rank, string Tag)> _tags = [];
    private readonly Dictionary<string, (int Rank, JsonNode? Value)> _metadata = new(StringComparer.Ordinal);
    private int _metadataLength;

    /// <summary>Reads attributes.</summary>
    /// <param name="attributes">Which of the batch.</param>
    /// <param name="isResource">Whether they are a resource's, whose release and environment are columns.</param>
    /// <param name="session">Conversation that the resource names.</param>
    /// <param name="user">End user that the resource names.</param>
    /// <returns><see cref="SpanLabels"/> as text, or <see langword="null"/> when nothing is said.</returns>
    public string? Read(RowRange attributes, bool isResource, string? session = null, string? user = null)
    {
        for (var i = attributes.First; i < attributes.First + attributes.Count; i++)
        {
            ref readonly var attribute = ref batch.Attributes[i];
            if (meanings.Of(attribute.KeyId, batch.Bytes(attribute.Key)).Label is { } label && !(isResource && IsColumn(label)))
            {
                Put(label, ValueJson.ToNode(batch, in attribute));
            }
        }

        var labels = new SpanLabels
        {
            Session = session ?? Text(LabelField.Session),
            User = user ?? Text(LabelField.User),
            Environment = Text(LabelField.Environment),
            Release = Text(LabelField.Release),
            Version = Text(LabelField.Version),
            Tags = [.. _tags.OrderBy(tag => tag.Rank).Select(tag => tag.Tag).Distinct(StringComparer.Ordinal).Take(MaxTags)],
            Metadata = [.. _metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Value))],
        };
        return labels.IsEmpty ? null : labels.Write();
    }

    // The conventions' own names come first in the ranks.
    private static bool IsColumn(LabelKey label) => label.Field is LabelField.Environment or LabelField.Release && label.Rank <= LabelKeys.LastConventionRank;

    private readonly string? Text(LabelField field) => _texts.TryGetValue(field, out var known) ? known.Text : null;

    private void Put(LabelKey label, JsonNode? value)
    {
        switch (label.Field)
        {
            case LabelField.Tags:
                _tags.AddRange(TagsOf(value).Take(MaxTags).Select(tag => (label.Rank, Shortened(tag))));
                break;
            case LabelField.Metadata when label.MetadataKey is { } key:
                PutMetadata(label.Rank, key, value);
                break;
            case LabelField.Metadata:
                if (Structure(value) is JsonObject entries)
                {
                    foreach (var (name, entry) in entries)
                    {
                        PutMetadata(label.Rank, name, entry);
                    }
                }

                break;
            default:
                if (JsonShapes.Shown(value) is { Length: > 0 } text && (!_texts.TryGetValue(label.Field, out var known) || label.Rank < known.Rank))
                {
                    _texts[label.Field] = (label.Rank, Shortened(text));
                }

                break;
        }
    }

    private void PutMetadata(int rank, string key, JsonNode? value)
    {
        var shown = JsonShapes.Shown(value);
        var isKnown = _metadata.TryGetValue(key, out var known);
        if (isKnown ? rank >= known.Rank : key.Length > MaxValueLength || _metadata.Count >= MaxMetadata || _metadataLength + key.Length + Math.Min(shown.Length, MaxValueLength) > MaxMetadataLength)
        {
            return;
        }

        _metadataLength += key.Length + Math.Min(shown.Length, MaxValueLength);
        _metadata[key] = (rank, shown.Length > MaxValueLength ? JsonValue.Create(Shortened(shown)) : value?.DeepClone());
    }

    // An array, the text of a JSON array, or a list with commas.
    private static IEnumerable<string> TagsOf(JsonNode? value) => Structure(value) switch
    {
        JsonArray items => items.Select(JsonShapes.Shown).Where(tag => tag.Length > 0),
        { } other => JsonShapes.Shown(other).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        null => [],
    };

    private static JsonNode? Structure(JsonNode? value) => JsonShapes.Text(value) is { } text ? ValueJson.ParseOrText(text) : value;

    // Never half of a surrogate pair.
    private static string Shortened(string text) => text.Length <= MaxValueLength
        ? text
        : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxValueLength - 2]) ? MaxValueLength - 2 : MaxValueLength - 1), "…");
}
