using System.Collections.Frozen;
using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.ConventionCheck;

/// <summary>What the registry says of an attribute, found by the bytes of its name.</summary>
internal sealed class KnownAttributes
{
    private static readonly string[] OurNames =
        [GenAIAttributes.OperationName, McpAttributes.MethodName, OtelGenAIAttributes.Tenant, OpenAIAttributes.ApiType];

    private readonly Dictionary<byte[], AttributeDefinition> _current = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], AttributeRename> _renames = new(Utf8Comparer.Instance);
    private readonly (byte[] Prefix, AttributeDefinition Definition)[] _templates;
    private readonly (byte[] Prefix, NumberedPrefix Numbered)[] _numbered;
    private readonly byte[][] _prefixes = [.. OurNames.Select(name => Encoding.UTF8.GetBytes(name[..(name.IndexOf('.') + 1)]))];
    private readonly FrozenDictionary<string, EventRename> _events = ConventionRegistry.EventRenames.ToFrozenDictionary(rename => rename.OldName, StringComparer.Ordinal);

    public KnownAttributes()
    {
        foreach (var attribute in ConventionRegistry.Attributes)
        {
            _current[Encoding.UTF8.GetBytes(attribute.Name)] = attribute;
        }

        foreach (var rename in ConventionRegistry.Renames)
        {
            _renames[Encoding.UTF8.GetBytes(rename.OldName)] = rename;
        }

        _templates = [.. ConventionRegistry.Attributes.Where(attribute => attribute.Type == AttributeType.TemplateString)
            .Select(attribute => (Encoding.UTF8.GetBytes(attribute.Name + "."), attribute))];
        _numbered = [.. ConventionRegistry.NumberedPrefixes.Select(numbered => (Encoding.UTF8.GetBytes(numbered.Prefix + "."), numbered))];
    }

    /// <summary>The definition of a name, or of the family it belongs to.</summary>
    public AttributeDefinition? Find(ReadOnlySpan<byte> name)
    {
        if (_current.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var known))
        {
            return known;
        }

        foreach (var (prefix, definition) in _templates)
        {
            if (name.StartsWith(prefix) && name.Length > prefix.Length)
            {
                return definition;
            }
        }

        return null;
    }

    /// <summary>What took the place of a name.</summary>
    public AttributeRename? FindRename(ReadOnlySpan<byte> name) =>
        _renames.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var rename) ? rename : null;

    /// <summary>The list that a numbered name, such as <c>gen_ai.prompt.0.role</c>, is a piece of.</summary>
    public NumberedPrefix? FindNumbered(ReadOnlySpan<byte> name)
    {
        foreach (var (prefix, numbered) in _numbered)
        {
            if (name.StartsWith(prefix) && name.Length > prefix.Length && name[prefix.Length] is >= (byte)'0' and <= (byte)'9')
            {
                return numbered;
            }
        }

        return null;
    }

    /// <summary>The message event that became an attribute.</summary>
    public EventRename? FindEvent(string name) => _events.GetValueOrDefault(name);

    /// <summary>Whether only the conventions may make up names that begin so.</summary>
    public bool IsOurs(ReadOnlySpan<byte> name)
    {
        foreach (var prefix in _prefixes)
        {
            if (name.StartsWith(prefix))
            {
                return true;
            }
        }

        return false;
    }
}
