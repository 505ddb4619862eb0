using Microsoft.Playwright;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>A headless chromium that the machine has; nothing is downloaded.</summary>
internal static class Browser
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Where it is, or <see langword="null"/>.</summary>
    public static string? Path { get; } =
        Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? Places.FirstOrDefault(File.Exists);

    /// <summary>Starts it.</summary>
    public static Task<IBrowser> StartAsync(IPlaywright playwright)
    {
        // As long as everything else waits: five seconds are little on a machine that does other things too.
        Assertions.SetDefaultExpectTimeout(30_000);
        return playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,

            // No sandbox: tests run as root in containers. The rest keeps it from talking to anything but the page.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
    }
}

/// <summary>A test that needs a browser. Without one it is skipped and says so; the gate installs one, so there it always runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Skips when there is no browser, except in the gate.</summary>
    public BrowserFactAttribute()
    {
        if (Browser.Path is null && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "No chromium was found; install it or set CHROMIUM_PATH.";
        }
    }
}

/// <summary>The same for a test with several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips when there is no browser, except in the gate.</summary>
    public BrowserTheoryAttribute() => Skip = new BrowserFactAttribute().Skip;
}
