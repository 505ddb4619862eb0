using Microsoft.AspNetCore.Http;
using OtelGenAI.Storage.Statistics;

namespace OtelGenAI.Dashboard.Api;

/// <summary>The query string of <c>/api/v1/usage</c>, read and checked.</summary>
internal static class UsageRequest
{
    private static readonly (string Name, UsageDimension Dimension)[] Dimensions =
    [
        .. Enum.GetValues<UsageDimension>().Select(dimension => (NameOf(dimension), dimension)),
    ];

    /// <summary>The names of all dimensions.</summary>
    public static IEnumerable<string> Names => Dimensions.Select(entry => entry.Name);

    /// <summary>The name of a dimension.</summary>
    public static string NameOf(UsageDimension dimension) => dimension.ToString().ToLowerInvariant();

    /// <summary>Reads it.</summary>
    /// <param name="query">The query string.</param>
    /// <param name="problem">What is wrong with it, or <see langword="null"/>.</param>
    public static UsageQuery? Read(IQueryCollection query, out ErrorBody? problem)
    {
        var text = new QueryText(query);
        var by = (text.Text("by") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var read = new UsageQuery
        {
            FromUnixNano = text.Time("from") ?? long.MinValue,
            BeforeUnixNano = text.Time("to") ?? long.MaxValue,
            By = [.. by.Select(name => DimensionOf(name, text)).Distinct()],
            Bucket = Bucket(text),
            Where = [.. Dimensions.Where(entry => query.ContainsKey(entry.Name)).Select(entry => KeyValuePair.Create(entry.Dimension, text.Text(entry.Name)))],
        };
        problem = text.Problem;
        return problem is null ? read : null;
    }

    /// <summary>The dimension of a name, or <see langword="null"/>.</summary>
    public static UsageDimension? FindDimension(string name)
    {
        var found = Array.FindIndex(Dimensions, entry => entry.Name == name);
        return found < 0 ? null : Dimensions[found].Dimension;
    }

    private static UsageDimension DimensionOf(string name, QueryText text)
    {
        if (FindDimension(name) is { } dimension)
        {
            return dimension;
        }

        text.Refuse($"'{name}' is nothing that usage is told apart by: {string.Join(", ", Dimensions.Select(entry => entry.Name))}.");
        return default;
    }

    private static UsageBucket? Bucket(QueryText text)
    {
        var name = text.Text("bucket");
        if (name is not (null or "hour" or "day"))
        {
            text.Refuse($"bucket '{name}' is not known: hour, day, or nothing for the whole range.");
        }

        return name switch { "hour" => UsageBucket.Hour, "day" => UsageBucket.Day, _ => null };
    }
}
