using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Telemetry.Traces;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Storage.Attributes;

/// <summary>Keys of the catalogue under which labels of traces are counted.</summary>
public static class CatalogueLabels
{
    /// <summary>Key of tags.</summary>
    public const string Tag = "tag";

    /// <summary>What stands before the key of metadata.</summary>
    public const string MetadataPrefix = "metadata.";

    /// <summary>What labels say, as entries of the catalogue: texts, of which the longer ones have no value there.</summary>
    /// <param name="labels">As the dialect reader writes them.</param>
    internal static IEnumerable<(CatalogueKey Key, byte[] Value)> Read(string labels)
    {
        var said = TraceLabels.Read(new TraceSummary { TraceId = default }, labels);
        foreach (var tag in said.Tags)
        {
            yield return (KeyOf(Tag), Encoding.UTF8.GetBytes(tag));
        }

        foreach (var (key, value) in said.Metadata)
        {
            if (value is JsonValue one)
            {
                yield return (KeyOf(MetadataPrefix + key), Encoding.UTF8.GetBytes(one.ToString()));
            }
        }
    }

    private static CatalogueKey KeyOf(string key) => new(AttributeSource.Label, Service: null, key, ValueType.String);
}
