using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Which prompt template a call used, in whatever dialect. Two are equal when name and version are, wherever they were read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NameKey">The attribute that says so.</param>
/// <param name="Version">Its version; <see langword="null"/> when the call does not say.</param>
/// <param name="VersionKey">The attribute that says so; <see langword="null"/> when none does.</param>
public sealed record PromptUse(string Name, string NameKey, string? Version, string? VersionKey)
{
    /// <summary>The attributes that name a prompt, the conventions' own first.</summary>
    public static IReadOnlyList<string> NameKeys { get; } = [.. From("name", GenAIAttributes.PromptName)];

    // Found by bytes, so that a span without a prompt, which is nearly every one, makes no text.
    private static readonly Dictionary<byte[], (string Key, bool IsVersion, int Rank)> Keys = FindKeys();

    /// <summary>Reads a span.</summary>
    /// <param name="batch">The batch that holds it.</param>
    /// <param name="spanIndex">Which of its spans.</param>
    /// <returns><see langword="null"/> when it names no prompt.</returns>
    public static PromptUse? Read(TelemetryBatch batch, int spanIndex)
    {
        ref readonly var span = ref batch.Spans[spanIndex];
        Source? name = null;
        Source? version = null;
        var lookup = Keys.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (ref readonly var attribute in batch.Attributes.Slice(span.Attributes.First, span.Attributes.Count))
        {
            if (!lookup.TryGetValue(batch.Bytes(attribute.Key), out var key) || ValueJson.ToNode(batch, in attribute)?.ToString() is not { Length: > 0 } text)
            {
                continue;
            }

            var found = new Source(text, key.Key, key.Rank);
            if (key.IsVersion)
            {
                version = Better(version, found);
            }
            else
            {
                name = Better(name, found);
            }
        }

        return name is { } named ? new PromptUse(named.Text, named.Key, version?.Text, version?.Key) : null;
    }

    /// <inheritdoc/>
    public bool Equals(PromptUse? other) => other is not null && Name == other.Name && Version == other.Version;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Version);

    private static Source Better(Source? known, Source found) => known is { } one && one.Rank < found.Rank ? one : found;

    private static Dictionary<byte[], (string Key, bool IsVersion, int Rank)> FindKeys()
    {
        var keys = new Dictionary<byte[], (string Key, bool IsVersion, int Rank)>(Utf8Comparer.Instance);
        foreach (var (names, isVersion) in new[] { (From("name", GenAIAttributes.PromptName), false), (From("version", GenAIAttributes.PromptVersion), true) })
        {
            foreach (var name in names)
            {
                keys.TryAdd(Encoding.UTF8.GetBytes(name), (name, isVersion, keys.Count));
            }
        }

        return keys;
    }

    private static IEnumerable<string> From(string field, string canonical) =>
        DialectRegistry.Dialects.SelectMany(dialect => dialect.Prompt).Where(source => source.Field == field).SelectMany(source => source.From).Prepend(canonical);

    private readonly record struct Source(string Text, string Key, int Rank);
}
