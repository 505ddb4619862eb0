using System.Diagnostics;
using System.Xml.Linq;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>A program as a user pastes it, compiled against the library and run.</summary>
internal sealed class UserProgram : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>Runs it to its end.</summary>
    /// <param name="code">All of it.</param>
    /// <param name="endpoint">Where its exporter sends to when the code does not say; <see langword="null"/> when it does.</param>
    public async Task RunAsync(string code, Uri? endpoint)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "Program.cs"), code);
        new XDocument(Project()).Save(Path.Combine(_folder.Path, "User.csproj"));
        var start = new ProcessStartInfo("dotnet", ["run", "--project", _folder.Path]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (endpoint is not null)
        {
            start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint.AbsoluteUri;
        }

        using var program = Process.Start(start)!;
        var errors = program.StandardError.ReadToEndAsync();
        var output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        Assert.True(program.ExitCode == 0, $"{output}\n{await errors}");
    }

    public void Dispose() => _folder.Dispose();

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
}
