using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>The real program on folders that it may not write.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReadOnlyFolderTests : IDisposable
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_ends_the_start_with_one_sentence()
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder.Path, "data"), ReadOnly).FullName;
        using var process = Process.Start(CollectorProcess.Unprivileged("serve", "--data", data, "--grpc", "127.0.0.1:0", "--otlp-http", "127.0.0.1:0", "--http", "127.0.0.1:0"))!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.NotEqual(0, process.ExitCode);
        var said = Assert.Single(error.Trim().Split('\n'), line => line.StartsWith("otelgenai: ", StringComparison.Ordinal));
        Assert.Contains(data, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenant_whose_folder_cannot_be_written_is_told_to_come_again_and_is_stored_when_it_can()
    {
        var acme = await CollectorProcess.RunAsync("keys", "add", "--tenant", "acme", "--data", _folder.Path);
        var other = await CollectorProcess.RunAsync("keys", "add", "--tenant", "other", "--data", _folder.Path);
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "acme"), ReadOnly).FullName;
        await using var collector = await CollectorProcess.StartUnprivilegedAsync(_folder.Path);
        using var client = new HttpClient { BaseAddress = collector.OtlpHttp };

        using (var refused = await SendAsync(client, acme))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Contains($"{folder}{Path.DirectorySeparatorChar}", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using (var stored = await SendAsync(client, other))
        {
            Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
        }

        File.SetUnixFileMode(folder, ReadOnly | UnixFileMode.UserWrite);
        using var again = await SendAsync(client, acme);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.NotEmpty(Directory.EnumerateFiles(folder, "*.db"));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string key)
    {
        const string Span = """{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","name":"x"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/traces", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = new StringContent($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{Span}}]}]}]}""", Encoding.UTF8, "application/json");
        return await client.SendAsync(request);
    }
}
