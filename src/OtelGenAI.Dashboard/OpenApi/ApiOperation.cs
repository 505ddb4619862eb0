using System.Text.RegularExpressions;

namespace OtelGenAI.Dashboard.OpenApi;

/// <summary>A call of the API, as its document describes it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Pattern">The route, as it is mapped.</param>
/// <param name="Id">Fixed word for generated clients.</param>
/// <param name="Summary">What it answers.</param>
/// <param name="Answer">The answer; <see langword="null"/> for one that is no JSON of ours.</param>
/// <param name="Parameters">What may stand in the query string, by name with what it means.</param>
internal sealed partial record ApiOperation(
    string Method, string Pattern, string Id, string Summary, Type? Answer, params (string Name, string Meaning)[] Parameters)
{
    /// <summary>What is sent with it; <see langword="null"/> for nothing.</summary>
    public Type? Body { get; init; }

    /// <summary>Names of the parts of the path that are chosen.</summary>
    public IEnumerable<string> PathParameters => InPath().Matches(Pattern).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex InPath();
}
