using OtelGenAI.Conventions.Generator.Checks;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OtelGenAI.Conventions.Generator.Registry;

/// <summary>Reads convention files. Any file may hold any section; together they are one registry.</summary>
internal static class RegistryLoader
{
    /// <summary>Reads every <c>*.yaml</c> of a folder and of its <c>dialects</c>.</summary>
    public static LoadedRegistry LoadFolder(string folder)
    {
        // By name, so that the output does not depend on the file system.
        var dialects = Path.Combine(folder, "dialects");
        var paths = Directory.EnumerateFiles(folder, "*.yaml")
            .Concat(Directory.Exists(dialects) ? Directory.EnumerateFiles(dialects, "*.yaml") : [])
            .Order(StringComparer.Ordinal);
        return Load([.. paths.Select(path => new RegistryFile(path, File.ReadAllText(path)))]);
    }

    /// <summary>Reads files already in memory.</summary>
    public static LoadedRegistry Load(IReadOnlyList<RegistryFile> files)
    {
        var registry = new ConventionModel();
        var problems = new List<RegistryProblem>();
        foreach (var file in files)
        {
            ReadFile(file, registry, problems);
        }

        problems.AddRange(RegistryCheck.Run(registry));
        return new LoadedRegistry(
            registry,
            [.. problems.OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line)]);
    }

    private static void ReadFile(RegistryFile file, ConventionModel registry, List<RegistryProblem> problems)
    {
        var yaml = new YamlStream();
        try
        {
            using var reader = new StringReader(file.Text);
            yaml.Load(reader);
        }
        catch (YamlException exception)
        {
            problems.Add(new RegistryProblem(file.Path, exception.Start.Line, "file", $"is not YAML: {exception.Message}"));
            return;
        }

        if (yaml.Documents is not [{ RootNode: YamlMappingNode root }])
        {
            problems.Add(new RegistryProblem(file.Path, 1, "file", "must hold one mapping of sections."));
            return;
        }

        foreach (var (key, value) in root.Children)
        {
            ReadSection(file.Path, (key as YamlScalarNode)?.Value ?? "", key.Start.Line, value, registry, problems);
        }
    }

    private static void ReadSection(
        string file, string section, long line, YamlNode value, ConventionModel registry, List<RegistryProblem> problems)
    {
        if (SectionReader.Find(section) is not { } reader)
        {
            problems.Add(new RegistryProblem(file, line, section, "is not a known section."));
            return;
        }

        if (value is not YamlSequenceNode entries)
        {
            problems.Add(new RegistryProblem(file, line, section, "must be a list of entries."));
            return;
        }

        foreach (var node in entries.Children)
        {
            if (node is not YamlMappingNode mapping)
            {
                problems.Add(new RegistryProblem(file, node.Start.Line, section, "has an entry that is not a mapping."));
                continue;
            }

            var entry = new YamlEntry(file, section, reader.NameKey, mapping, problems);
            reader.Read(entry, registry);
            entry.ReportUnknownKeys();
        }
    }
}
