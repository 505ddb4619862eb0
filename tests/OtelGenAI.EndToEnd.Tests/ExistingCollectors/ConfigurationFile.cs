using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace OtelGenAI.EndToEnd.Tests.ExistingCollectors;

/// <summary>A configuration for OpenTelemetry Collectors, read.</summary>
internal sealed partial class ConfigurationFile
{
    private readonly YamlMappingNode _root;

    private ConfigurationFile(string path, YamlMappingNode root)
    {
        Path = path;
        _root = root;
    }

    /// <summary>The folder of all configurations.</summary>
    public static string Folder { get; } = System.IO.Path.Combine(Checkout.Root, "collector-config");

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>Reads a file of <see cref="Folder"/>, with the defaults in place of environment variables.</summary>
    public static ConfigurationFile Read(string name)
    {
        var path = System.IO.Path.Combine(Folder, name);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Variable().Replace(File.ReadAllText(path), "$1")));
        return new ConfigurationFile(path, (YamlMappingNode)yaml.Documents.Single().RootNode);
    }

    /// <summary>Names of the components of a section, such as <c>otlp_grpc/otelgenai</c>, with their settings.</summary>
    public IReadOnlyList<(string Name, YamlNode Settings)> Components(string section) =>
        _root.Children.TryGetValue(section, out var node)
            ? [.. ((YamlMappingNode)node).Children.Select(entry => (((YamlScalarNode)entry.Key).Value!, entry.Value))]
            : [];

    /// <summary>Names that pipelines use in a role (<c>receivers</c>, <c>processors</c>, <c>exporters</c>), pipeline by pipeline, in order.</summary>
    public IReadOnlyList<string[]> Used(string role) =>
        [.. Components("service").Single(part => part.Name == "pipelines").Settings.Mapping().Select(pipeline => Names(pipeline.Value, role))];

    /// <summary>Extensions that the service starts.</summary>
    public string[] Extensions() => Names(_root.Children["service"], "extensions");

    /// <summary>Values of a setting wherever it stands below a component.</summary>
    public static IEnumerable<string> Settings(YamlNode node, string name) => node switch
    {
        YamlMappingNode mapping => mapping.Children.SelectMany(entry =>
            entry is { Key: YamlScalarNode key, Value: YamlScalarNode value } && key.Value == name ? [value.Value!] : Settings(entry.Value, name)),
        YamlSequenceNode sequence => sequence.Children.SelectMany(child => Settings(child, name)),
        _ => [],
    };

    private static string[] Names(YamlNode node, string key) =>
        node.Mapping().TryGetValue(key, out var list) ? [.. ((YamlSequenceNode)list).Children.Select(child => ((YamlScalarNode)child).Value!)] : [];

    // ${env:NAME} and ${env:NAME:-default}
    [GeneratedRegex(@"\$\{env:[A-Z_]+(?::-([^}]*))?\}")]
    private static partial Regex Variable();
}

internal static class YamlNodes
{
    /// <summary>The node's entries; it must be a mapping.</summary>
    public static Dictionary<string, YamlNode> Mapping(this YamlNode node) =>
        ((YamlMappingNode)node).Children.ToDictionary(entry => ((YamlScalarNode)entry.Key).Value!, entry => entry.Value);
}
