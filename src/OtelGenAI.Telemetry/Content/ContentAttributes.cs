using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Says which attributes carry what people and models said, in whatever dialect: other people's data, which is nowhere kept but in the span.</summary>
public static class ContentAttributes
{
    private static readonly string[] Fields = ["input", "output", "system", "tool_definitions", "tool_arguments", "tool_result", "documents"];

    private static readonly HashSet<byte[]> Names = new(
        Sources().Where(source => !source.IsNumbered).Select(source => Encoding.UTF8.GetBytes(source.Name)), Utf8Comparer.Instance);

    private static readonly byte[][] Numbered =
    [
        .. Sources().Where(source => source.IsNumbered).Select(source => source.Name).Concat(ConventionRegistry.NumberedPrefixes.Select(prefix => prefix.Prefix))
            .Distinct(StringComparer.Ordinal).Select(prefix => Encoding.UTF8.GetBytes(prefix + ".")),
    ];

    /// <summary>Whether an attribute carries content.</summary>
    /// <param name="key">Its key, UTF-8.</param>
    public static bool Contains(ReadOnlySpan<byte> key)
    {
        if (Names.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(key))
        {
            return true;
        }

        foreach (var prefix in Numbered)
        {
            if (key.StartsWith(prefix))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<ContentSource> Sources() =>
        Fields.Concat(DialectRegistry.Dialects.SelectMany(dialect => dialect.Content).Select(field => field.Field)).Distinct(StringComparer.Ordinal).SelectMany(ContentSources.Of);
}
