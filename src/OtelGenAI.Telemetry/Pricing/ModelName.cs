using System.Text.RegularExpressions;

namespace OtelGenAI.Telemetry.Pricing;

/// <summary>Names of models without what hosts and dates add: <c>us.anthropic.claude-sonnet-4-5-20250929-v1:0</c> is <c>claude-sonnet-4-5</c>.</summary>
public static partial class ModelName
{
    /// <summary>The bare name, lower case.</summary>
    /// <param name="model">As a request or an answer has it.</param>
    public static string Bare(string model)
    {
        var name = model.Trim().ToLowerInvariant();
        name = name[(name.LastIndexOf('/') + 1)..];
        name = Hosts().Replace(name, "");
        string before;
        do
        {
            before = name;
            name = Suffixes().Replace(name, "");
        }
        while (name != before);

        return name;
    }

    [GeneratedRegex(@"^((us|eu|apac|au|jp|global)\.)?((anthropic|openai|google)\.)?")]
    private static partial Regex Hosts();

    [GeneratedRegex(@"(-v\d+(:\d+)?|@[\w.-]+|-\d{8}|-\d{4}-\d{2}-\d{2}|-latest)$")]
    private static partial Regex Suffixes();
}
