using System.Diagnostics;
using System.Xml.Linq;

namespace OtelGenAI.EndToEnd.Tests;

public sealed class ReadmeCodeTests : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly TempFolder _program = new();

    [Fact]
    public async Task The_program_in_the_readme_compiles_and_its_agent_arrives()
    {
        await File.WriteAllTextAsync(Path.Combine(_program.Path, "Program.cs"), ReadmeText.Block("csharp", containing: "AddGenAIInstrumentation"));
        new XDocument(Project()).Save(Path.Combine(_program.Path, "Readme.csproj"));
        await using var collector = await CollectorProcess.StartAsync(_data.Path);

        await RunAsync(collector.Grpc);

        var trace = Assert.Single((await collector.GetAsync("/api/v1/traces"))["items"]!.AsArray())!;
        Assert.Equal("invoke_agent greeter", (string?)trace["name"]);
    }

    public void Dispose()
    {
        _data.Dispose();
        _program.Dispose();
    }

    private static XElement Project()
    {
        var versions = XDocument.Load(Path.Combine(Checkout.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(entry => (string)entry.Attribute("Include")!, entry => (string)entry.Attribute("Version")!);
        // What the package brings along, and what the README says to add.
        var packages = XDocument.Load(Path.Combine(Checkout.Root, "src", "OtelGenAI", "OtelGenAI.csproj")).Descendants("PackageReference")
            .Select(entry => (string)entry.Attribute("Include")!).Append("OpenTelemetry.Exporter.OpenTelemetryProtocol");
        var library = Path.Combine(Path.GetDirectoryName(Checkout.CollectorProgram)!, "demo");
        return new XElement("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement("PropertyGroup",
                new XElement("OutputType", "Exe"), new XElement("TargetFramework", "net10.0"), new XElement("ImplicitUsings", "enable"), new XElement("NuGetAudit", "false")),
            new XElement("ItemGroup", packages.Select(package =>
                new XElement("PackageReference", new XAttribute("Include", package), new XAttribute("Version", versions[package])))),
            new XElement("ItemGroup", new[] { "OtelGenAI", "OtelGenAI.Conventions" }.Select(name =>
                new XElement("Reference", new XAttribute("Include", name), new XElement("HintPath", Path.Combine(library, name + ".dll"))))));
    }

    private async Task RunAsync(Uri endpoint)
    {
        var start = new ProcessStartInfo("dotnet", ["run", "--project", _program.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint.AbsoluteUri },
        };
        using var program = Process.Start(start)!;
        var errors = program.StandardError.ReadToEndAsync();
        var output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        Assert.True(program.ExitCode == 0, $"{output}\n{await errors}");
    }
}
