using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Collector.Tests.Keys;

namespace OtelGenAI.Collector.Tests.Api;

/// <summary>Searches to come back to, kept by the program.</summary>
public sealed class SavedViewApiTests : IDisposable
{
    private const string View = """{"url":"/?q=error%3Atrue","columns":["cost","duration"]}""";

    private readonly KeyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_view_is_there_after_a_restart_with_its_search_and_columns_and_can_be_replaced_and_removed()
    {
        await using (var first = await _folder.StartAsync())
        {
            Assert.Equal(HttpStatusCode.OK, await SendAsync(first, HttpMethod.Put, "own/failed%20%2F%20runs", View));
            Assert.Equal(HttpStatusCode.OK, await SendAsync(first, HttpMethod.Put, "own/failed%20%2F%20runs", View.Replace("true", "false", StringComparison.Ordinal)));
        }

        await using var second = await _folder.StartAsync();
        var view = Assert.Single((await second.GetAsync("/api/v1/views")).Body["items"]!.AsArray())!;
        Assert.Equal("""{"scope":"own","name":"failed / runs","url":"/?q=error%3Afalse","columns":["cost","duration"]}""", view.ToJsonString());

        Assert.Equal(HttpStatusCode.OK, await SendAsync(second, HttpMethod.Delete, "own/failed%20%2F%20runs"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(second, HttpMethod.Delete, "own/failed%20%2F%20runs"));
        Assert.Empty((await second.GetAsync("/api/v1/views")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task An_own_view_is_seen_by_its_key_a_shared_one_by_the_tenant_and_neither_by_another_tenant()
    {
        var reader = _folder.Add("--tenant", "acme", "--scope", "read");
        var colleague = _folder.Add("--tenant", "acme", "--scope", "read");
        var admin = _folder.Add("--tenant", "acme", "--scope", "admin", "--scope", "read");
        var stranger = _folder.Add("--tenant", "other", "--scope", "admin", "--scope", "read");
        await using var collector = await _folder.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await SendAsync(collector, HttpMethod.Put, "own/mine", View, reader));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(collector, HttpMethod.Put, "shared/ours", View, admin));

        Assert.Equal(["shared ours", "own mine"], await ListAsync(collector, reader));
        Assert.Equal(["shared ours"], await ListAsync(collector, colleague));
        Assert.Empty(await ListAsync(collector, stranger));

        // Nor can they be changed by those who do not see them, or may not.
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(collector, HttpMethod.Put, "shared/ours", View, reader));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(collector, HttpMethod.Delete, "shared/ours", key: colleague));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(collector, HttpMethod.Delete, "own/mine", key: colleague));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(collector, HttpMethod.Delete, "shared/ours", key: stranger));
        Assert.Equal(["shared ours", "own mine"], await ListAsync(collector, reader));
    }

    [Theory]
    [InlineData("own/x", """{"url":"https://evil.example/","columns":[]}""", "url is an address")]
    [InlineData("own/x", """{"url":"//evil.example","columns":[]}""", "url is an address")]
    [InlineData("own/x", """{"url":"/traces/1","columns":[]}""", "url is an address")]
    [InlineData("own/x", """{"url":"/?\\evil","columns":[]}""", "url is an address")]
    [InlineData("own/x", """{"url":"/","columns":[""]}""", "columns are at most 50")]
    [InlineData("own/x", """{"url":"/"}""", "A view is")]
    [InlineData("own/x", "not JSON", "not a view in JSON")]
    [InlineData("own/%20", """{"url":"/","columns":[]}""", "The name of a view")]
    public async Task What_is_no_view_is_refused_by_what_is_wrong(string path, string body, string message)
    {
        await using var collector = await _folder.StartAsync();
        using var request = Request(HttpMethod.Put, path, body, key: null);
        using var response = await collector.Api.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(message, (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_one_view_nor_all_of_them_grow_without_a_limit()
    {
        await using var collector = await _folder.StartAsync();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await SendAsync(collector, HttpMethod.Put, "own/x", $$"""{"url":"/?q={{new string('x', 20_000)}}","columns":[]}"""));
        for (var i = 0; i < 500; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await SendAsync(collector, HttpMethod.Put, $"own/{i}", View));
        }

        Assert.Equal(HttpStatusCode.Conflict, await SendAsync(collector, HttpMethod.Put, "own/500", View));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(collector, HttpMethod.Put, "own/499", View));
    }

    [Fact]
    public async Task A_file_that_is_not_ours_is_named_and_left_alone()
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, "default")).FullName, "views.json");
        await File.WriteAllTextAsync(file, "{}");
        await using var collector = await _folder.StartAsync();

        var (status, body) = await collector.GetAsync("/api/v1/views");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("views.json", (string?)body["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendAsync(collector, HttpMethod.Put, "own/x", View));
        Assert.Equal("{}", await File.ReadAllTextAsync(file));
    }

    private static async Task<string[]> ListAsync(TestCollector collector, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/views", UriKind.Relative));
        request.Headers.Add("authorization", $"Bearer {key}");
        using var response = await collector.Api.SendAsync(request);
        return [.. JsonNode.Parse(await response.Content.ReadAsStringAsync())!["items"]!.AsArray().Select(view => $"{view!["scope"]} {view["name"]}")];
    }

    private static async Task<HttpStatusCode> SendAsync(TestCollector collector, HttpMethod method, string path, string? body = null, string? key = null)
    {
        using var request = Request(method, path, body, key);
        using var response = await collector.Api.SendAsync(request);
        return response.StatusCode;
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? body, string? key)
    {
        var request = new HttpRequestMessage(method, new Uri($"/api/v1/views/{path}", UriKind.Relative));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (key is not null)
        {
            request.Headers.Add("authorization", $"Bearer {key}");
        }

        return request;
    }
}
