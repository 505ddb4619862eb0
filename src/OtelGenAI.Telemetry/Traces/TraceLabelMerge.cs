using System.Text.Json.Nodes;

namespace OtelGenAI.Telemetry.Traces;

/// <summary>Puts together what the spans and resources of a trace say of it. Told of spans in the order of their start.</summary>
/// <remarks>The earliest span that says something decides; resources come after spans. Not thread-safe.</remarks>
internal sealed class TraceLabelMerge
{
    // More are somebody's log file; a page that shows them all shows none.
    private const int MaxTags = 64;
    private const int MaxMetadata = 128;

    private readonly Part _spans = new();
    private readonly Part _resources = new();

    public string? Session => _resources.Session;

    public string? User => _resources.User;

    public string? Environment => _spans.Environment;

    public string? ResourceEnvironment => _resources.Environment;

    public string? Release => _spans.Release;

    public string? ResourceRelease => _resources.Release;

    public string? Version => _spans.Version ?? _resources.Version;

    /// <summary>Those of the earliest span first.</summary>
    public IReadOnlyList<string> Tags => [.. _spans.Tags.Concat(_resources.Tags).Distinct(StringComparer.Ordinal).Take(MaxTags)];

    /// <summary>By key.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Metadata => _spans.Metadata.Concat(_resources.Metadata.Where(entry => !_spans.Metadata.ContainsKey(entry.Key)))
        .OrderBy(entry => entry.Key, StringComparer.Ordinal).Take(MaxMetadata).ToDictionary();

    /// <summary>Adds what the next span and its resource say.</summary>
    public void Add(SpanLabels? own, SpanLabels? ofResource)
    {
        if (own is not null)
        {
            _spans.Add(own);
        }

        if (ofResource is not null)
        {
            _resources.Add(ofResource);
        }
    }

    private sealed class Part
    {
        private SpanLabels? _last;

        public string? Session { get; private set; }

        public string? User { get; private set; }

        public string? Environment { get; private set; }

        public string? Release { get; private set; }

        public string? Version { get; private set; }

        public List<string> Tags { get; } = [];

        public Dictionary<string, JsonNode?> Metadata { get; } = new(StringComparer.Ordinal);

        public void Add(SpanLabels labels)
        {
            // Most spans of a trace say the same.
            if (ReferenceEquals(labels, _last))
            {
                return;
            }

            _last = labels;
            Session ??= labels.Session;
            User ??= labels.User;
            Environment ??= labels.Environment;
            Release ??= labels.Release;
            Version ??= labels.Version;
            foreach (var tag in labels.Tags)
            {
                if (Tags.Count < MaxTags && !Tags.Contains(tag))
                {
                    Tags.Add(tag);
                }
            }

            // All keys, because the first of them by name are kept, whatever order they come in.
            foreach (var (key, value) in labels.Metadata)
            {
                Metadata.TryAdd(key, value);
            }
        }
    }
}
