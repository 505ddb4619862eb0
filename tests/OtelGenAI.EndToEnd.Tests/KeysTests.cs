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

    public void Dispose() => _folder.Dispose();

    private static async Task<HttpStatusCode> SendAsync(HttpClient client)
    {
        const string Span = """{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","name":"x"}""";
        using var content = new StringContent($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{Span}}]}]}]}""", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/v1/traces", UriKind.Relative), content);
        return response.StatusCode;
    }
}
