using System.Collections.Frozen;
using System.Diagnostics;
using OtelGenAI.Conventions;

namespace OtelGenAI.Versions;

/// <summary>Gives attributes the names, and values the spelling, that version 1.36 of the conventions had.</summary>
/// <remarks>
/// Read backwards from the registry's renames: what an official name took the place of since. Version 1.36 is what OpenTelemetry's transition plan froze for
/// those who have not opted in. What it had no name for, and later versions renamed, gets the first name it ever had.
/// </remarks>
internal static class Core136Names
{
    private const int MajorVersion = 1;
    private const int MinorVersion = 36;

    private static readonly FrozenDictionary<string, AttributeRename> s_renames = ConventionRegistry.Renames
        .Where(static rename => rename is { NewName: not null, Dialect: null, ChangesShape: false } && IsLater(rename.Since) && IsGenAI(rename.OldName))
        .ToFrozenDictionary(static rename => rename.NewName!, StringComparer.Ordinal);

    private static readonly FrozenDictionary<(string Operation, string Name), string> s_conditional = ConventionRegistry.ConditionalRenames
        .SelectMany(static rename => rename.Operations.Select(operation => KeyValuePair.Create((operation, rename.NewName), rename.OldName)))
        .ToFrozenDictionary();

    private static readonly FrozenDictionary<(string Attribute, string Value), string> s_values = ConventionRegistry.ValueRenames
        .Where(static rename => IsLater(rename.Since))
        .ToFrozenDictionary(static rename => (rename.AttributeName, rename.NewValue), static rename => rename.OldValue);

    /// <summary>Renames what is on a span.</summary>
    /// <param name="activity">A span that has stopped, and that nothing of ours reads any more.</param>
    public static void Apply(Activity activity)
    {
        List<KeyValuePair<string, object?>>? renamed = null;
        var operation = activity.GetTagItem(GenAIAttributes.OperationName) as string;
        foreach (var tag in activity.EnumerateTagObjects())
        {
            if (Of(operation, tag).Key != tag.Key)
            {
                (renamed ??= []).Add(tag);
            }
        }

        foreach (var tag in renamed ?? [])
        {
            var (name, value) = Of(operation, tag);
            activity.SetTag(tag.Key, null);
            activity.SetTag(name, value);
        }
    }

    /// <summary>Renames one attribute.</summary>
    /// <param name="operation">Operation of what it is on.</param>
    /// <param name="attribute">Name and value as they are now.</param>
    /// <returns>As they were; the same if they were no different.</returns>
    public static KeyValuePair<string, object?> Of(string? operation, KeyValuePair<string, object?> attribute)
    {
        if (s_renames.TryGetValue(attribute.Key, out var rename))
        {
            return new(rename.OldName, attribute.Value is string value && s_values.TryGetValue((rename.OldName, value), out var spelling) ? spelling : attribute.Value);
        }

        return operation is not null && s_conditional.TryGetValue((operation, attribute.Key), out var name) ? new(name, attribute.Value) : attribute;
    }

    // "core 1.37.0" or the number of a change to the repository that the conventions moved to afterwards.
    private static bool IsLater(string since) =>
        since.Split(' ') is not ["core", var version] || Version.Parse(version) is not { Major: MajorVersion, Minor: <= MinorVersion };

    private static bool IsGenAI(string name) => name.StartsWith(GenAIAttributes.OperationName.AsSpan(0, GenAIAttributes.OperationName.IndexOf('.', StringComparison.Ordinal) + 1), StringComparison.Ordinal);
}
