using YamlDotNet.RepresentationModel;

namespace OtelGenAI.EndToEnd.Tests.ExistingCollectors;

/// <summary>Finds settings that no Collector has. A Collector refuses to start with one, but the contrib components cannot be asked here.</summary>
internal static class ConfigurationKeys
{
    private const string Any = "*";

    private static readonly string[] Sections = ["receivers", "processors", "exporters", "connectors", "extensions"];

    private static readonly YamlMappingNode Known = Load(
        File.ReadAllText(Path.Combine(Checkout.Root, "tests", "OtelGenAI.EndToEnd.Tests", "ExistingCollectors", "known-settings.yaml")));

    /// <summary>The settings of a configuration that are not known, each with its path and the nearest known name.</summary>
    /// <param name="yaml">The configuration.</param>
    public static IReadOnlyList<string> UnknownIn(string yaml)
    {
        var problems = new List<string>();
        foreach (var (section, content) in Load(yaml).Mapping())
        {
            if (section == "service")
            {
                Compare(content, Known.Children["service"], section, problems);
            }
            else if (!Sections.Contains(section))
            {
                problems.Add(Sentence(section, section, [.. Sections, "service"]));
            }
            else
            {
                CompareComponents(section, content, problems);
            }
        }

        return problems;
    }

    private static void CompareComponents(string section, YamlNode content, List<string> problems)
    {
        var known = Known.Children[section].Mapping();
        foreach (var (name, settings) in content.Mapping())
        {
            var type = name.Split('/')[0];
            if (known.TryGetValue(type, out var expected))
            {
                Compare(settings, expected, $"{section}::{name}", problems);
            }
            else
            {
                problems.Add(Sentence($"{section}::{name}", type, known.Keys));
            }
        }
    }

    private static void Compare(YamlNode actual, YamlNode known, string path, List<string> problems)
    {
        if (actual is YamlSequenceNode items)
        {
            foreach (var item in items)
            {
                Compare(item, known, path, problems);
            }
        }
        else if (actual is YamlMappingNode && known is YamlMappingNode)
        {
            var names = known.Mapping();
            foreach (var (name, value) in actual.Mapping())
            {
                if (names.TryGetValue(name, out var expected) || names.TryGetValue(Any, out expected))
                {
                    Compare(value, expected, $"{path}::{name}", problems);
                }
                else
                {
                    problems.Add(Sentence($"{path}::{name}", name, names.Keys));
                }
            }
        }
    }

    private static string Sentence(string path, string name, IEnumerable<string> known) =>
        $"{path} is no setting of the Collector; the nearest one is {known.MaxBy(other => Alike(name, other)) ?? "none"}.";

    // How many pairs of neighbouring letters two names share, of those that either has.
    private static double Alike(string one, string other)
    {
        var (pairs, others) = (Pairs(one), Pairs(other));
        return pairs.Intersect(others).Count() / (double)Math.Max(1, pairs.Union(others).Count());
    }

    private static string[] Pairs(string text) => [.. Enumerable.Range(0, Math.Max(0, text.Length - 1)).Select(at => text.Substring(at, 2))];

    private static YamlMappingNode Load(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }
}
