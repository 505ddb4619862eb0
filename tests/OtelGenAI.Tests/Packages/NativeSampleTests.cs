using System.Diagnostics;
using System.Reflection;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Demo;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Packages;

/// <summary>
/// The sample that is meant to be compiled natively, here compiled as any other program: that its build has no warning of what native code could not do is the test
/// of the solution's build; this one says that it does what it shows.
/// </summary>
public sealed class NativeSampleTests
{
    [Fact]
    public async Task The_sample_records_its_agent_its_tool_and_its_call_of_a_model()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var sink = await OtlpSink.StartAsync();

        var output = await RunAsync(sink.Address, provider.Address.ToString(), "gpt-x");

        Assert.Equal("Hello there", output.Trim());
        Assert.Equal(["execute_tool weather", "chat gpt-x", "invoke_agent guide"], sink.Spans.Select(static span => span.Name));
        var agent = sink.Spans[2];
        Assert.All(sink.Spans.SkipLast(1), span => Assert.Equal(agent.SpanId, span.ParentSpanId));
        Assert.Equal(11L, sink.Spans[1].Attributes[GenAIAttributes.UsageInputTokens]);
        Assert.Contains("umbrella", (string)sink.Spans[1].Attributes[GenAIAttributes.InputMessages], StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "OtelGenAI.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("OtelGenAI.sln is in no folder above the tests.");
        }

        var configuration = typeof(NativeSampleTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var program = Path.Combine(folder, "src", "OtelGenAI.NativeSample", "bin", configuration, "net10.0", "otelgenai-native-sample.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{output}\n{await errors}");
        return output;
    }
}
