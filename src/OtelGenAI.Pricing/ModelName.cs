using System.Text.RegularExpressions;

namespace OtelGenAI.Pricing;

/// <summary>Names of models without what hosts and dates add: <c>us.anthropic.claude-sonnet-4-5-20250929-v1:0</c> is <c>claude-sonnet-4-5</c>.</summary>
public static partial class ModelName
{
    // A name with more endings than this is no model's.
    private const int MaxSuffixes = 6;

    /// <summary>The names under which a model may stand in a price table: as it is first, then without what hosts put before it and dates behind it.</summary>
    /// <remarks>So a dated version, or one of a region, that has a price of its own gets it.</remarks>
    /// <param name="model">As a request or an answer has it.</param>
    public static IEnumerable<string> Candidates(string model)
    {
        var name = model.Trim().ToLowerInvariant();
        string? last = null;
        foreach (var prefixed in (string[])[name, AfterPath(name), Region().Replace(AfterPath(name), ""), Vendor().Replace(Region().Replace(AfterPath(name), ""), "")])
        {
            if (prefixed == last)
            {
                continue;
            }

            last = prefixed;
            yield return prefixed;
            var shorter = prefixed;
            for (var i = 0; i < MaxSuffixes && Suffix().Match(shorter) is { Success: true, Index: > 0 and var at }; i++)
            {
                shorter = shorter[..at];
                yield return shorter;
            }
        }
    }

    /// <summary>The bare name, lower case.</summary>
    /// <param name="model">As a request or an answer has it.</param>
    public static string Bare(string model) => Candidates(model).Last();

    private static string AfterPath(string name) => name[(name.LastIndexOf('/') + 1)..];

    // Inference profiles of Bedrock: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
    [GeneratedRegex(@"^(us|us-gov|eu|apac|au|jp|ca|sa|global)\.")]
    private static partial Regex Region();

    [GeneratedRegex(@"^(anthropic|openai|google|amazon|meta|mistral|cohere|ai21|deepseek|qwen|moonshot|moonshotai|nvidia|minimax|zai|writer)\.")]
    private static partial Regex Vendor();

    // -v1:0 and :0 of Bedrock, @20250929 and @default of Vertex, dates, numbered releases, previews.
    [GeneratedRegex(@"(-v\d+(:\d+)?|:\d+|:latest|@[\w.-]+|-\d{8}|-\d{4}-\d{2}-\d{2}|-\d{2}-\d{2}|-\d{2}-\d{4}|-(0[1-9]|1[0-2])[0-3]\d|-2[3-9](0[1-9]|1[0-2])|-00\d|-latest|-preview|-exp)$")]
    private static partial Regex Suffix();
}
