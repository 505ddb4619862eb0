using OtelGenAI.Conventions;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Which attributes say something of a whole trace: data of <c>conventions/dialects/</c>, beside the conventions' own names and ours.</summary>
/// <remarks>Attributes that a processor copied from baggage are known with and without <c>baggage.</c> before their name.</remarks>
internal static class LabelKeys
{
    /// <summary>The last rank of a name of the conventions themselves.</summary>
    public const int LastConventionRank = 2;

    private const string Baggage = "baggage.";
    private const string Below = ".*";

    private static readonly Dictionary<string, LabelKey> Names = FindNames();
    private static readonly (string Prefix, int Rank)[] MetadataPrefixes =
    [
        (OtelGenAIAttributes.Metadata + ".", 0),
        .. DialectRegistry.Dialects.SelectMany((dialect, rank) => dialect.Trace.Where(field => field.Field == "metadata").SelectMany(field => field.From)
            .Where(name => name.EndsWith(Below, StringComparison.Ordinal)).Select(name => (name[..^1], rank + 1))),
    ];

    /// <summary>What a name says of the trace; <see langword="null"/> for nearly all.</summary>
    public static LabelKey? Of(string name)
    {
        name = name.StartsWith(Baggage, StringComparison.Ordinal) ? name[Baggage.Length..] : name;
        if (Names.TryGetValue(name, out var known))
        {
            return known;
        }

        foreach (var (prefix, rank) in MetadataPrefixes)
        {
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return new LabelKey(LabelField.Metadata, rank, name[prefix.Length..]);
            }
        }

        return null;
    }

    private static Dictionary<string, LabelKey> FindNames()
    {
        List<(string Name, LabelField Field)> names =
        [
            (DeploymentAttributes.EnvironmentName, LabelField.Environment), (DeprecatedAttributes.DeploymentEnvironment, LabelField.Environment),
            (ServiceAttributes.Version, LabelField.Release), (OtelGenAIAttributes.Tags, LabelField.Tags),
        ];
        foreach (var dialect in DialectRegistry.Dialects)
        {
            names.AddRange(dialect.Trace.SelectMany(field => field.From.Where(name => !name.EndsWith(Below, StringComparison.Ordinal)).Select(name => (name, FieldOf(field.Field)))));
        }

        var ranked = new Dictionary<string, LabelKey>(StringComparer.Ordinal);
        foreach (var (name, field) in names)
        {
            ranked.TryAdd(name, new LabelKey(field, ranked.Count));
        }

        return ranked;
    }

    private static LabelField FieldOf(string field) => field switch
    {
        "session" => LabelField.Session,
        "user" => LabelField.User,
        "environment" => LabelField.Environment,
        "release" => LabelField.Release,
        "version" => LabelField.Version,
        "tags" => LabelField.Tags,
        "metadata" => LabelField.Metadata,
        _ => throw new ArgumentException($"'{field}' is nothing that a trace has.", nameof(field)),
    };
}
