namespace OtelGenAI.Telemetry.Dialects;

/// <summary>What an attribute says of the whole trace it stands in, by its name.</summary>
/// <param name="Field">Which of the facts.</param>
/// <param name="Rank">How good a source it is: of several attributes of one span the least is read.</param>
/// <param name="MetadataKey">The key that its name ends with; <see langword="null"/> when the value says it all.</param>
internal sealed record LabelKey(LabelField Field, int Rank, string? MetadataKey = null);

/// <summary>The facts of a trace that any of its spans or resources may tell.</summary>
internal enum LabelField
{
    Session,
    User,
    Environment,
    Release,
    Version,
    Tags,
    Metadata,
}
