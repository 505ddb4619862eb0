using System.Diagnostics;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>A folder with a package.json: installed once, as its lock file says, and run by Node.</summary>
/// <param name="folder">The folder, below that of these tests.</param>
internal sealed class NodeProject(string folder)
{
    private readonly string _folder = Path.Combine(Checkout.Root, "tests", "OtelGenAI.EndToEnd.Tests", folder);
    private readonly Lock _installing = new();
    private Task? _installed;

    /// <summary>Whether Node and npm are there.</summary>
    public static bool IsThere { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Select(Path.GetFileName).Intersect(["node", "npm"]).Count() == 2;

    /// <summary>Runs a program of the folder to its end.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public async Task<string> RunAsync(params string[] arguments)
    {
        Task installed;
        lock (_installing)
        {
            installed = _installed ??= InstallAsync();
        }

        await installed;
        return await RunAsync("node", arguments);
    }

    private async Task InstallAsync()
    {
        // npm writes this file last; when it is newer than what was asked for, there is nothing to do.
        var done = new FileInfo(Path.Combine(_folder, "node_modules", ".package-lock.json"));
        if (!done.Exists || done.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(_folder, "package-lock.json")))
        {
            await RunAsync("npm", ["ci", "--loglevel=error"]);
        }
    }

    private async Task<string> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
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
public sealed class NodeFactAttribute : FactAttribute
{
    internal const string Missing = "No Node and npm: install Node.js 20 or newer.";

    public NodeFactAttribute()
    {
        if (!NodeProject.IsThere && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = Missing;
        }
    }
}

/// <inheritdoc cref="NodeFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute()
    {
        if (!NodeProject.IsThere && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = NodeFactAttribute.Missing;
        }
    }
}
