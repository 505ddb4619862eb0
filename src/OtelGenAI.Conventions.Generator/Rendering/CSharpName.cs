using System.Text;

namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Turns names on the wire into names in C#.</summary>
/// <remarks>
/// A name is cut into words at every character that is neither letter nor digit; each word gets a capital first letter and keeps the
/// rest, except words written all in capitals, which become ordinary words. The spellings of the house are the exceptions:
/// <c>ai</c> is <c>AI</c> (so <c>gen_ai</c> is <c>GenAI</c>), <c>openai</c> is <c>OpenAI</c>, <c>otelgenai</c> is <c>OtelGenAI</c>.
/// </remarks>
internal static class CSharpName
{
    /// <summary>Name for everything below the same first segment: <c>gen_ai.request.model</c> gives <c>GenAI</c>.</summary>
    public static string Root(string name) => Member(name.Split('.')[0]);

    /// <summary>Name within its root: <c>gen_ai.request.model</c> gives <c>RequestModel</c>.</summary>
    public static string BelowRoot(string name) => name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? Member(name[(dot + 1)..]) : Member(name);

    /// <summary>The whole name: <c>gen_ai.request.model</c> gives <c>GenAIRequestModel</c>.</summary>
    public static string Member(string name)
    {
        var member = new StringBuilder(name.Length);
        foreach (var word in Words(name))
        {
            member.Append(Capitalized(word));
        }

        if (member.Length == 0 || char.IsAsciiDigit(member[0]))
        {
            member.Insert(0, '_');
        }

        return member.ToString();
    }

    private static IEnumerable<string> Words(string name)
    {
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i == name.Length || !char.IsAsciiLetterOrDigit(name[i]))
            {
                if (i > start)
                {
                    yield return name[start..i];
                }

                start = i + 1;
            }
        }
    }

    private static string Capitalized(string word) => word switch
    {
        "ai" => "AI",
        "openai" => "OpenAI",
        "otelgenai" => "OtelGenAI",
        _ when word.All(char.IsAsciiLetterUpper) => word[0] + word[1..].ToLowerInvariant(),
        _ => char.ToUpperInvariant(word[0]) + word[1..],
    };
}
