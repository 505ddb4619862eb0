namespace OtelGenAI.EndToEnd.Tests;

public sealed class ReadmeCodeTests : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly UserProgram _program = new();

    [Fact]
    public async Task The_program_in_the_readme_compiles_and_its_agent_arrives()
    {
        await using var collector = await CollectorProcess.StartAsync(_data.Path);

        await _program.RunAsync(ReadmeText.Block("csharp", containing: "AddGenAIInstrumentation"), collector.Grpc);

        var trace = Assert.Single((await collector.GetAsync("/api/v1/traces"))["items"]!.AsArray())!;
        Assert.Equal("invoke_agent greeter", (string?)trace["name"]);
    }

    public void Dispose()
    {
        _data.Dispose();
        _program.Dispose();
    }
}
