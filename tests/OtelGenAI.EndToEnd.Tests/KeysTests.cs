using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>The real program and the real command on one data folder.</summary>
public sealed class KeysTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_key_made_while_the_collector_runs_closes_the_door_and_opens_it_for_its_tenant()
    {
        await using var collector = await CollectorProcess.StartAsync(_folder.Path);
        using var client = new HttpClient { BaseAddress = collector.OtlpHttp };
        Assert.Equal(HttpStatusCode.OK, await SendAsync(client));

        var key = await CollectorProcess.RunAsync("keys", "add", "--tenant", "acme", "--data", _folder.Path);

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(client));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(client));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(_folder.Path, "acme")));
    }

    [Fact]
    public async Task The_demo_works_on_a_folder_with_keys_and_leaves_no_key_behind()
    {
        var key = await CollectorProcess.RunAsync("keys", "add", "--data", _folder.Path);

        var said = await CollectorProcess.RunAsync(
            "demo", "--exit", "--data", _folder.Path, "--grpc", "127.0.0.1:0", "--otlp-http", "127.0.0.1:0", "--http", "127.0.0.1:0");

        Assert.Contains("keys add --scope read", said, StringComparison.Ordinal);
        var links = said.Split('\n').Where(line => line.Contains("/traces/", StringComparison.Ordinal)).Select(line => line[(line.LastIndexOf('/') + 1)..].Trim()).ToArray();
        Assert.Equal(3, links.Length);
        Assert.Equal(2, (await CollectorProcess.RunAsync("keys", "list", "--data", _folder.Path)).Split('\n').Length);
        await using var collector = await CollectorProcess.StartAsync(_folder.Path);
        collector.Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var link in links)
        {
            Assert.True((int)(await collector.GetAsync($"/api/v1/traces/{link}"))["summary"]!["spanCount"]! > 3);
        }
    }

    [Fact]
    public async Task A_misspelt_setting_ends_the_start_with_the_name_that_was_meant()
    {
        var config = Path.Combine(_folder.Path, "settings.json");
        await File.WriteAllTextAsync(config, """{ "Receivers": { "Otlp": { "MaxRequestByte": 5 } } }""");
        using var process = System.Diagnostics.Process.Start(CollectorProcess.Program("serve", "--data", _folder.Path, "--config", config))!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.Equal("otelgenai: There is no setting 'Receivers:Otlp:MaxRequestByte'; did you mean 'Receivers:Otlp:MaxRequestBytes'?", error.Trim());
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<HttpStatusCode> SendAsync(HttpClient client)
    {
        const string Span = """{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","name":"x"}""";
        using var content = new StringContent($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{Span}}]}]}]}""", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/v1/traces", UriKind.Relative), content);
        return response.StatusCode;
    }
}
