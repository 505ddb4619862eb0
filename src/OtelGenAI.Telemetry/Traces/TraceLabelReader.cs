using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Traces;

/// <summary>Collects what holds for a whole trace from its spans, in whatever order they come. Not thread-safe.</summary>
/// <remarks>
/// The earliest span that says something decides, and on one span the best name: the conventions' own, then the dialects' in their
/// order. Resources come after spans. Attributes that a processor copied from baggage are read with and without <c>baggage.</c> before
/// their name. Which names say what is data: <c>conventions/dialects/</c>.
/// </remarks>
public sealed class TraceLabelReader
{
    // More are somebody's log file; a page that shows them all shows none.
    private const int MaxTags = 64;
    private const int MaxMetadata = 128;
    private const string Baggage = "baggage.";
    private const string Below = ".*";

    private static readonly Dictionary<string, (string Field, int Rank)> Names = FindNames();
    private static readonly (string Prefix, int Rank)[] MetadataPrefixes = [.. DialectRegistry.Dialects.SelectMany((dialect, rank) =>
        dialect.Trace.Where(field => field.Field == "metadata").SelectMany(field => field.From).Where(name => name.EndsWith(Below, StringComparison.Ordinal))
            .Select(name => (name[..^1], rank)))];

    private readonly Dictionary<string, (Origin Origin, string Value)> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Origin> _tags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Origin Origin, JsonNode? Value)> _metadata = new(StringComparer.Ordinal);

    /// <summary>Adds a span and its resource.</summary>
    /// <param name="batch">The batch that holds it.</param>
    /// <param name="spanIndex">Which of its spans.</param>
    public void Add(TelemetryBatch batch, int spanIndex)
    {
        ref readonly var span = ref batch.Spans[spanIndex];
        var (start, _) = SpanTimes.Normalize(span.StartUnixNano, span.EndUnixNano);
        AddAll(batch, span.Attributes, new Origin(IsResource: false, start, span.SpanId.Value, Rank: 0));
        AddAll(batch, batch.Resources[span.ResourceIndex].Attributes, new Origin(IsResource: true, start, span.SpanId.Value, Rank: 0));
    }

    /// <summary>What was said so far.</summary>
    public TraceLabels Result() => new()
    {
        Session = Value("session"),
        User = Value("user"),
        Environment = Value("environment"),
        Release = Value("release"),
        Version = Value("version"),
        Tags = [.. _tags.OrderBy(tag => tag.Value).ThenBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => tag.Key).Take(MaxTags)],
        Metadata = _metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal).Take(MaxMetadata).ToDictionary(entry => entry.Key, entry => entry.Value.Value),
    };

    private string? Value(string field) => _values.TryGetValue(field, out var known) ? known.Value : null;

    private void AddAll(TelemetryBatch batch, RowRange attributes, Origin origin)
    {
        for (var i = attributes.First; i < attributes.First + attributes.Count; i++)
        {
            var name = Encoding.UTF8.GetString(batch.Bytes(batch.Attributes[i].Key));
            name = name.StartsWith(Baggage, StringComparison.Ordinal) ? name[Baggage.Length..] : name;
            if (Names.TryGetValue(name, out var meaning))
            {
                Put(meaning.Field, ValueJson.ToNode(batch, in batch.Attributes[i]), origin with { Rank = meaning.Rank });
                continue;
            }

            foreach (var (prefix, rank) in MetadataPrefixes)
            {
                if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal))
                {
                    PutMetadata(name[prefix.Length..], ValueJson.ToNode(batch, in batch.Attributes[i]), origin with { Rank = rank });
                }
            }
        }
    }

    private void Put(string field, JsonNode? value, Origin origin)
    {
        switch (field)
        {
            case "tags":
                foreach (var tag in TagsOf(value).Where(tag => !_tags.TryGetValue(tag, out var known) || origin.CompareTo(known) < 0))
                {
                    _tags[tag] = origin;
                }

                break;
            case "metadata" when (JsonShapes.Text(value) is { } text ? ValueJson.ParseOrText(text) : value) is JsonObject entries:
                foreach (var (key, entry) in entries)
                {
                    PutMetadata(key, entry?.DeepClone(), origin);
                }

                break;
            case not "metadata" when JsonShapes.Shown(value) is { Length: > 0 } text && (!_values.TryGetValue(field, out var known) || origin.CompareTo(known.Origin) < 0):
                _values[field] = (origin, text);
                break;
        }
    }

    private void PutMetadata(string key, JsonNode? value, Origin origin)
    {
        if (!_metadata.TryGetValue(key, out var known) || origin.CompareTo(known.Origin) < 0)
        {
            _metadata[key] = (origin, value);
        }
    }

    // An array, the text of a JSON array, or a list with commas.
    private static IEnumerable<string> TagsOf(JsonNode? value) => (JsonShapes.Text(value) is { } text ? ValueJson.ParseOrText(text) : value) switch
    {
        JsonArray items => items.Select(JsonShapes.Shown).Where(tag => tag.Length > 0),
        { } other => JsonShapes.Shown(other).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        null => [],
    };

    private static Dictionary<string, (string Field, int Rank)> FindNames()
    {
        List<(string Name, string Field)> names =
        [
            (GenAIAttributes.ConversationId, "session"), (SessionAttributes.Id, "session"), (UserAttributes.Id, "user"), (EnduserAttributes.Id, "user"),
            (DeploymentAttributes.EnvironmentName, "environment"), (DeprecatedAttributes.DeploymentEnvironment, "environment"), (ServiceAttributes.Version, "release"),
        ];
        foreach (var dialect in DialectRegistry.Dialects)
        {
            names.AddRange(dialect.Fields.Where(field => field.Field == "conversation").SelectMany(field => field.From).Select(name => (name, "session")));
            names.AddRange(dialect.Fields.Where(field => field.Field == "user").SelectMany(field => field.From).Select(name => (name, "user")));
            names.AddRange(dialect.Trace.SelectMany(field => field.From.Where(name => !name.EndsWith(Below, StringComparison.Ordinal)).Select(name => (name, field.Field))));
        }

        var ranked = new Dictionary<string, (string, int)>(StringComparer.Ordinal);
        foreach (var (name, field) in names)
        {
            ranked.TryAdd(name, (field, ranked.Count));
        }

        return ranked;
    }

    /// <summary>Where something was said: the least wins.</summary>
    private readonly record struct Origin(bool IsResource, long Start, ulong SpanId, int Rank) : IComparable<Origin>
    {
        public int CompareTo(Origin other) =>
            (IsResource, Start, SpanId, Rank).CompareTo((other.IsResource, other.Start, other.SpanId, other.Rank));
    }
}
