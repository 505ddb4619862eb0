using System.Diagnostics;
using System.Text.Json.Nodes;

namespace OtelGenAI.EndToEnd.Tests.NodeExporters;

/// <summary>The exporters of OpenTelemetry JS, run by Node.</summary>
internal static class NodeExporter
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "OtelGenAI.EndToEnd.Tests", "NodeExporters");

    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <summary>Whether Node and npm are there.</summary>
    public static bool IsThere { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Select(Path.GetFileName).Intersect(["node", "npm"]).Count() == 2;

    /// <summary>Sends one kind of telemetry.</summary>
    /// <param name="signal"><c>traces</c>, <c>logs</c> or <c>metrics</c>.</param>
    /// <param name="protocol">Which of the three exporters: <c>grpc</c>, <c>proto</c> or <c>http</c>.</param>
    /// <param name="url">Where to.</param>
    /// <param name="compression"><c>none</c> or <c>gzip</c>.</param>
    /// <returns>What was acknowledged.</returns>
    public static async Task<JsonArray> SendAsync(string signal, string protocol, Uri url, string compression)
    {
        await Installed.Value;
        return JsonNode.Parse(await RunAsync("node", ["export.mjs", signal, protocol, url.ToString(), compression]))!.AsArray();
    }

    private static async Task InstallAsync()
    {
        // npm writes this file last; when it is newer than what was asked for, there is nothing to do.
        var done = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (!done.Exists || done.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            await RunAsync("npm", ["ci", "--loglevel=error"]);
        }
    }

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await errors}{output}");
        return output;
    }
}

/// <summary>A test that needs Node and npm. Without them it is skipped and says so; in the gate it runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute()
    {
        if (!NodeExporter.IsThere && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "No Node and npm: install Node.js 20 or newer.";
        }
    }
}
