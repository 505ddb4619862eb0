using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace OtelGenAI.Conventions.Generator.Registry;

/// <summary>One entry of a convention file, read key by key. Whatever is missing, misshapen or left over becomes a problem.</summary>
internal sealed class YamlEntry
{
    private readonly YamlMappingNode _node;
    private readonly List<RegistryProblem> _problems;
    private readonly HashSet<string> _readKeys = new(StringComparer.Ordinal);

    /// <summary>Opens an entry.</summary>
    /// <param name="file">Path of the file, for messages.</param>
    /// <param name="section">Section it is in, which names it as long as nothing better does.</param>
    /// <param name="nameKey">Key that holds the name of the entry.</param>
    /// <param name="node">The entry itself.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public YamlEntry(string file, string section, string nameKey, YamlMappingNode node, List<RegistryProblem> problems)
    {
        _node = node;
        _problems = problems;
        Place = new EntryPlace(file, node.Start.Line, Find(nameKey) is YamlScalarNode { Value: { Length: > 0 } name } ? name : section);
    }

    public EntryPlace Place { get; }

    public string Text(string key)
    {
        if (OptionalText(key) is { } text)
        {
            return text;
        }

        Report($"'{key}' is missing.");
        return "";
    }

    public string? OptionalText(string key)
    {
        switch (Take(key))
        {
            case null:
                return null;
            case YamlScalarNode { Value: { Length: > 0 } value }:
                return value;
            default:
                Report($"'{key}' must be text.");
                return null;
        }
    }

    /// <summary>Reads text that must be one of a few words.</summary>
    public string Choice(string key, IReadOnlyCollection<string> choices)
    {
        var text = Text(key);
        if (text.Length > 0 && !choices.Contains(text))
        {
            Report($"'{key}' is '{text}'; it must be one of {string.Join(", ", choices)}.");
        }

        return text;
    }

    public bool Flag(string key)
    {
        switch (OptionalText(key))
        {
            case null:
                return false;
            case "true":
                return true;
            case var other:
                Report($"'{key}' is '{other}'; write true, or leave the key out.");
                return false;
        }
    }

    public IReadOnlyList<string> TextList(string key) =>
        [.. Sequence(key).Select(item => item is YamlScalarNode { Value: { Length: > 0 } value } ? value : Misshapen(key))];

    public IReadOnlyList<string> ChoiceList(string key, IReadOnlyCollection<string> choices)
    {
        var list = TextList(key);
        foreach (var text in list.Where(text => text.Length > 0 && !choices.Contains(text)))
        {
            Report($"'{key}' has '{text}'; it must be one of {string.Join(", ", choices)}.");
        }

        return list;
    }

    public IReadOnlyList<double> NumberList(string key)
    {
        var numbers = new List<double>();
        foreach (var text in TextList(key))
        {
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(number);
            }
            else
            {
                Report($"'{key}' has '{text}', which is not a number.");
            }
        }

        return numbers;
    }

    /// <summary>Reads a list of entries inside this one.</summary>
    public IReadOnlyList<YamlEntry> Entries(string key, string nameKey) =>
        [.. Sequence(key).OfType<YamlMappingNode>().Select(node => new YamlEntry(Place.File, Place.Name, nameKey, node, _problems))];

    /// <summary>Reads a mapping inside this entry, or <see langword="null"/> if there is none.</summary>
    public YamlEntry? Child(string key)
    {
        switch (Take(key))
        {
            case null:
                return null;
            case YamlMappingNode node:
                return new YamlEntry(Place.File, Place.Name, "name", node, _problems);
            default:
                Report($"'{key}' must be a mapping.");
                return null;
        }
    }

    /// <summary>Reads a list whose items are a name, or a name and a remark on it: <c>[a, b: only at night]</c>.</summary>
    public IReadOnlyList<(string Name, string? Remark)> NamesWithRemarks(string key)
    {
        var names = new List<(string, string?)>();
        foreach (var item in Sequence(key))
        {
            switch (item)
            {
                case YamlScalarNode { Value: { Length: > 0 } name }:
                    names.Add((name, null));
                    break;
                case YamlMappingNode { Children: [{ Key: YamlScalarNode { Value: { } name }, Value: YamlScalarNode { Value: { Length: > 0 } remark } }] }:
                    names.Add((name, remark));
                    break;
                default:
                    Misshapen(key);
                    break;
            }
        }

        return names;
    }

    /// <summary>Reports every key nobody asked for: a typing error would otherwise be silently ignored.</summary>
    public void ReportUnknownKeys()
    {
        foreach (var key in _node.Children.Keys.Select(key => key.ToString()).Where(key => !_readKeys.Contains(key)))
        {
            Report($"'{key}' is not a known key here.");
        }
    }

    public void Report(string message) => _problems.Add(new RegistryProblem(Place.File, Place.Line, Place.Name, message));

    private IEnumerable<YamlNode> Sequence(string key)
    {
        switch (Take(key))
        {
            case null:
                return [];
            case YamlSequenceNode sequence:
                return sequence.Children;
            default:
                Report($"'{key}' must be a list.");
                return [];
        }
    }

    private string Misshapen(string key)
    {
        Report($"'{key}' has an item of the wrong shape.");
        return "";
    }

    private YamlNode? Take(string key)
    {
        _readKeys.Add(key);
        return Find(key);
    }

    private YamlNode? Find(string key) => _node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
}
