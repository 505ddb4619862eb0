using System.Diagnostics;
using System.Text.Json.Nodes;

namespace OtelGenAI.EndToEnd.Tests;

public sealed class CurlTests : IDisposable
{
    private const string TraceId = "5b8efff798038103d269b633813fc60c";

    private readonly TempFolder _data = new();

    [Fact]
    public async Task The_span_that_the_readme_sends_with_curl_is_in_the_list_as_soon_as_it_is_answered_and_comes_back_whole()
    {
        var command = ReadmeText.Block("sh", containing: "curl");
        await using var collector = await CollectorProcess.StartAsync(_data.Path);
        await RunAsync(command.Replace("http://127.0.0.1:4318", collector.OtlpHttp.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));

        var item = (await collector.GetAsync("/api/v1/traces"))["items"]!.AsArray().Single()!;

        Assert.Equal(TraceId, (string?)item["traceId"]);
        var body = command[(command.IndexOf('\'', command.IndexOf("-d", StringComparison.Ordinal)) + 1)..command.LastIndexOf('\'')];
        var returned = await collector.GetAsync($"/api/v1/traces/{TraceId}/otlp");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), returned), $"Sent {body}, got {returned.ToJsonString()}");
    }

    public void Dispose() => _data.Dispose();

    private static async Task RunAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var shell = Process.Start(start)!;
        var errors = shell.StandardError.ReadToEndAsync();
        await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, await errors);
    }
}
