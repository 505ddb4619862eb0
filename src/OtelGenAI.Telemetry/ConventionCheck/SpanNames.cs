using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Telemetry.ConventionCheck;

/// <summary>Which facts a span has, by their current names: one under an earlier name is there, and is a finding of its own.</summary>
internal sealed class SpanNames
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public SpanNames(TelemetryBatch batch, in SpanRow span, KnownAttributes known)
    {
        foreach (ref readonly var attribute in batch.Attributes.Slice(span.Attributes.First, span.Attributes.Count))
        {
            var name = Encoding.UTF8.GetString(batch.Bytes(attribute.Key));
            var current = Renames.GetValueOrDefault(name, name);
            _names.Add(current);
            HasConventionNames |= known.IsOurs(batch.Bytes(attribute.Key));
            if (attribute.Type == ValueType.String && current is GenAIAttributes.OperationName or GenAIAttributes.ProviderName)
            {
                var value = Encoding.UTF8.GetString(batch.Bytes(attribute.Text));
                (Operation, Provider) = current == GenAIAttributes.OperationName ? (value, Provider) : (Operation, value);
            }
        }
    }

    /// <summary><c>gen_ai.operation.name</c>; <see langword="null"/> when it is missing or no text.</summary>
    public string? Operation { get; }

    /// <summary><c>gen_ai.provider.name</c>; <see langword="null"/> when it is missing or no text.</summary>
    public string? Provider { get; }

    /// <summary>Whether any name is of the conventions' own.</summary>
    public bool HasConventionNames { get; }

    private static Dictionary<string, string> Renames { get; } = ConventionRegistry.Renames.Where(rename => rename.NewName is not null)
        .ToDictionary(rename => rename.OldName, rename => rename.NewName!, StringComparer.Ordinal);

    /// <summary>Whether the span says this.</summary>
    public bool Has(string name) => _names.Contains(name);
}
