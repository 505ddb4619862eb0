using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Demo;

namespace OtelGenAI.Tests.Packages;

/// <summary>The packages, used as others use them: from a feed, by a solution elsewhere, trimmed as far as it goes.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Program =
        """
        using Microsoft.Extensions.AI;
        using Microsoft.Extensions.DependencyInjection;
        using OpenTelemetry;
        using OpenTelemetry.Exporter;
        using OpenTelemetry.Trace;
        using OtelGenAI;

        using var telemetry = Sdk.CreateTracerProviderBuilder()
            .AddGenAIInstrumentation(options =>
            {
                options.CaptureContent = GenAIContentCaptureMode.SpanOnly;
                options.RecordCost = true;
            })
            .AddOtlpExporter(options =>
            {
                options.Protocol = OtlpExportProtocol.HttpProtobuf;
                options.Endpoint = new Uri(new Uri(args[0]), "/v1/traces");
            })
            .Build();
        using var services = new ServiceCollection().AddGenAIObserved<IDesk, Desk>().BuildServiceProvider();
        using var scope = services.CreateScope();
        Console.WriteLine(await scope.ServiceProvider.GetRequiredService<IDesk>().AnswerAsync("hi"));

        public interface IDesk
        {
            Task<string> AnswerAsync(string question);
        }

        public sealed class Desk : IDesk
        {
            [Agent("desk")]
            public async Task<string> AnswerAsync(string question)
            {
                using var model = new Parrot().UseGenAI();
                var answer = await model.GetResponseAsync(question);
                return $"{answer.Text} {Add(1, 2)}";
            }

            [Tool]
            private static int Add(int a, int b) => a + b;
        }

        public sealed class Parrot : IChatClient
        {
            public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
                Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, messages.Last().Text))
                {
                    ModelId = "gpt-4o",
                    Usage = new UsageDetails { InputTokenCount = 1000, OutputTokenCount = 100 },
                });

            public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
                throw new NotSupportedException();

            public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai") : null;

            public void Dispose()
            {
            }
        }
        """;

    private static readonly string[] s_packages = ["OtelGenAI.Conventions", "OtelGenAI.Pricing", "OtelGenAI", "OtelGenAI.Export", "OtelGenAI.ExtensionsAI", "OtelGenAI.OpenAI"];

    private readonly string _folder = Directory.CreateTempSubdirectory("otelgenai-packages-").FullName;

    [Fact]
    public async Task From_a_feed_a_solution_elsewhere_is_published_trimmed_without_a_warning_and_its_calls_arrive()
    {
        var feed = Directory.CreateDirectory(Path.Combine(_folder, "feed")).FullName;
        foreach (var package in s_packages)
        {
            await DotNetAsync("pack", Path.Combine(RepositoryRoot(), "src", package), "--no-build", "-c", Configuration(), "-o", feed, "-p:Version=0.1.0-test");
        }

        using (var package = ZipFile.OpenRead(Path.Combine(feed, "OtelGenAI.0.1.0-test.nupkg")))
        {
            Assert.Equal(
                ["analyzers/dotnet/cs/OtelGenAI.Analyzers.dll", "analyzers/dotnet/cs/OtelGenAI.CodeFixes.dll"],
                package.Entries.Select(static entry => entry.FullName).Where(static name => name.StartsWith("analyzers/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        }

        var application = Directory.CreateDirectory(Path.Combine(_folder, "application")).FullName;
        await File.WriteAllTextAsync(Path.Combine(application, "Program.cs"), Program);
        new XDocument(Project()).Save(Path.Combine(application, "Application.csproj"));
        new XDocument(new XElement("configuration", new XElement("packageSources", new XElement("add", new XAttribute("key", "built"), new XAttribute("value", feed)))))
            .Save(Path.Combine(application, "NuGet.Config"));

        var published = await DotNetAsync("publish", application, "-o", Path.Combine(application, "out"));
        await using var sink = await OtlpSink.StartAsync();
        var output = await RunAsync(Path.Combine(application, "out", "Application"), sink.Address);

        Assert.DoesNotContain("warning", published, StringComparison.Ordinal);
        Assert.Equal("hi 3", output.Trim());
        Assert.Equal(["chat", "execute_tool Add", "invoke_agent desk"], sink.Spans.Select(static span => span.Name));
        // 1,000 × $2.5 + 100 × $10 per million
        Assert.Equal(0.0035, sink.Spans[0].Attributes[OtelGenAIAttributes.CostTotal]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static XElement Project() => new("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement(
            "PropertyGroup",
            new XElement("OutputType", "Exe"),
            new XElement("TargetFramework", "net10.0"),
            new XElement("ImplicitUsings", "enable"),
            new XElement("Nullable", "enable"),
            new XElement("NuGetAudit", "false"),
            new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
            new XElement("SelfContained", "true"),
            new XElement("PublishTrimmed", "true"),
            new XElement("TrimMode", "full"),
            new XElement("TrimmerSingleWarn", "false"),
            // What native compilation would warn of, as far as the compiler sees it.
            new XElement("EnableAotAnalyzer", "true"),
            // The packages under test stay out of the machine's own cache, and the others come from it.
            new XElement("RestorePackagesPath", "packages"),
            new XElement("RestoreFallbackFolders", GlobalPackages())),
        new XElement("ItemGroup", s_packages.Skip(2).Select(static package =>
            new XElement("PackageReference", new XAttribute("Include", package), new XAttribute("Version", "0.1.0-test")))));

    private static string GlobalPackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") ??
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Configuration() => typeof(PackageTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "OtelGenAI.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("OtelGenAI.sln is in no folder above the tests.");
        }

        return folder;
    }

    private static Task<string> DotNetAsync(params string[] arguments) => RunAsync("dotnet", arguments);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        // The compiler's server would outlive the test and hold its output open.
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["UseSharedCompilation"] = "false" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output}\n{await errors}");
        return output;
    }
}
