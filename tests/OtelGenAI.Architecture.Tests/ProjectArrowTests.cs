using System.Xml.Linq;

namespace OtelGenAI.Architecture.Tests;

/// <summary>Arrows between projects, read from the .csproj files. Drawn in src/ARCHITECTURE.md; a new arrow is a decision.</summary>
public class ProjectArrowTests
{
    private static readonly Dictionary<string, string[]> AllowedArrows = new()
    {
        ["OtelGenAI.Conventions"] = [],
        ["OtelGenAI.Conventions.Generator"] = [],
        ["OtelGenAI.Pricing"] = ["OtelGenAI.Conventions"],
        ["OtelGenAI"] = ["OtelGenAI.Conventions", "OtelGenAI.Pricing"],
        ["OtelGenAI.Analyzers"] = [],
        ["OtelGenAI.CodeFixes"] = ["OtelGenAI.Analyzers"],
        ["OtelGenAI.Export"] = ["OtelGenAI"],
        ["OtelGenAI.ExtensionsAI"] = ["OtelGenAI"],
        ["OtelGenAI.OpenAI"] = ["OtelGenAI"],
        ["OtelGenAI.Telemetry"] = ["OtelGenAI.Conventions", "OtelGenAI.Pricing"],
        ["OtelGenAI.Otlp"] = ["OtelGenAI.Telemetry"],
        ["OtelGenAI.Storage"] = ["OtelGenAI.Telemetry"],
        ["OtelGenAI.Dashboard"] = ["OtelGenAI.Telemetry", "OtelGenAI.Otlp", "OtelGenAI.Storage"],
        ["OtelGenAI.Collector"] = ["OtelGenAI.Telemetry", "OtelGenAI.Otlp", "OtelGenAI.Storage", "OtelGenAI.Dashboard"],
        ["OtelGenAI.Demo"] = ["OtelGenAI"],
        ["OtelGenAI.NativeSample"] = ["OtelGenAI"],
    };

    public static TheoryData<string> Projects => [.. Repository.Files("src", ".csproj").Select(Repository.Relative)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_the_rooms_it_may(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        Assert.True(AllowedArrows.ContainsKey(name), $"{name} is a new room: give it a place in src/ARCHITECTURE.md and in this test.");

        var surplus = References(project).Except(AllowedArrows[name]).ToArray();

        Assert.True(surplus.Length == 0, $"{name} may not refer to {string.Join(", ", surplus)}.");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Versions_stand_in_one_file_only(string project)
    {
        var versions = XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("PackageReference")
            .Where(reference => reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null);

        Assert.Empty(versions);
    }

    [Fact]
    public void Protobuf_objects_stay_in_tests()
    {
        var users = Repository.Files("src", ".csproj").Where(project => File.ReadAllText(project).Contains("Google.Protobuf", StringComparison.Ordinal));

        Assert.Empty(users.Select(Repository.Relative));
    }

    // A project that is only built first, or whose files are copied (generator, demo), is no arrow: nothing of it can be called.
    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));
}
