using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Telemetry.ConventionCheck;

/// <summary>Which facts a span has, by their current names: one under an earlier name is there, and is a finding of its own.</summary>
internal sealed class SpanNames
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);

    public SpanNames(TelemetryBatch batch, in SpanRow span, KnownAttributes known)
    {
        foreach (ref readonly var attribute in batch.Attributes.Slice(span.Attributes.First, span.Attributes.Count))
        {
            var name = Encoding.UTF8.GetString(batch.Bytes(attribute.Key));
            var current = Renames.GetValueOrDefault(name, name);
            HasConventionNames |= known.IsOurs(batch.Bytes(attribute.Key));
            _values[current] = attribute.Type == ValueType.String ? Encoding.UTF8.GetString(batch.Bytes(attribute.Text)) : null;
        }
    }

    /// <summary><c>gen_ai.operation.name</c>; <see langword="null"/> when it is missing or no text.</summary>
    public string? Operation => Text(GenAIAttributes.OperationName);

    /// <summary><c>gen_ai.provider.name</c>; <see langword="null"/> when it is missing or no text.</summary>
    public string? Provider => Text(GenAIAttributes.ProviderName);

    /// <summary>Whether any name is of the conventions' own.</summary>
    public bool HasConventionNames { get; }

    private static Dictionary<string, string> Renames { get; } = ConventionRegistry.Renames.Where(rename => rename.NewName is not null)
        .ToDictionary(rename => rename.OldName, rename => rename.NewName!, StringComparer.Ordinal);

    /// <summary>Whether the span says this.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The text of an attribute; <see langword="null"/> when it is missing or no text.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name);
}
