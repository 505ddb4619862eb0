using System.Net;
using OtelGenAI.Collector.Access;
using OtelGenAI.Collector.Tests.Keys;
using OtelGenAI.Collector.Tests.Receivers;
using OtelGenAI.Storage.Tests.Builders;

namespace OtelGenAI.Collector.Tests.Access;

/// <summary>The pages of a collector with keys, as a browser sees them.</summary>
public sealed class LoginTests : IDisposable
{
    private readonly KeyFolder _keys = new();

    [Fact]
    public async Task A_page_asks_for_a_key_and_leads_back_to_itself_with_a_session_that_scripts_cannot_read()
    {
        var key = _keys.Add("--scope", "read");
        await using var collector = await _keys.StartAsync();

        using var page = await collector.Api.GetAsync(new Uri("/traces/0af7?x=1", UriKind.Relative));
        using var login = await LogInAsync(collector, key, "/traces/0af7?x=1");
        var cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"));

        Assert.Equal(HttpStatusCode.Unauthorized, page.StatusCode);
        Assert.Contains("value=\"/traces/0af7?x=1\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.SeeOther, "/traces/0af7?x=1"), (login.StatusCode, login.Headers.Location?.ToString()));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(key, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(collector, "/api/v1/traces", cookie));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(collector, "/", cookie));
    }

    [Fact]
    public async Task A_session_ends_with_its_key_and_with_a_logout()
    {
        var first = _keys.Add("--scope", "read");
        var second = _keys.Add("--scope", "read");
        await using var collector = await _keys.StartAsync();
        var ofFirst = await SessionAsync(collector, first);
        var ofSecond = await SessionAsync(collector, second);

        _keys.Run("revoke", first.Split('_')[1]);
        _ = await StatusAsync(collector, "/logout", ofSecond);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(collector, "/api/v1/traces", ofFirst));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(collector, "/api/v1/traces", ofSecond));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Logging_in_never_leads_to_another_site(string target)
    {
        var key = _keys.Add("--scope", "read");
        await using var collector = await _keys.StartAsync();

        using var login = await LogInAsync(collector, key, target);

        Assert.Equal("/", login.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("ingest", "this needs read")]
    [InlineData(null, "not known")]
    public async Task A_key_that_may_not_read_opens_nothing_and_the_form_says_why(string? scope, string problem)
    {
        var key = _keys.Add("--scope", scope ?? "read");
        await using var collector = await _keys.StartAsync();

        using var login = await LogInAsync(collector, scope is null ? "<script>" : key, "/");

        Assert.Equal(HttpStatusCode.Unauthorized, login.StatusCode);
        Assert.Contains(problem, await login.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(login.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_session_is_not_believed_for_changes_that_another_page_asks_for()
    {
        await using var collector = await _keys.StartAsync();
        var session = await SessionAsync(collector, _keys.Add("--scope", "read"));
        var own = collector.Api.BaseAddress!.GetLeftPart(UriPartial.Authority);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(collector, "/api/v1/x", session, HttpMethod.Delete, "http://localhost:3000"));
        // Believed, and then refused for what it is: one that may read.
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(collector, "/api/v1/x", session, HttpMethod.Delete, own));
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_a_bad_request()
    {
        _keys.Add("--scope", "read");
        await using var collector = await _keys.StartAsync();
        using var chunked = await RawSocket.ConnectAsync(collector.Api.BaseAddress);
        await chunked.SendAsync(
            "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n" +
            "264dd9df64\r\nkey=\r\n0\r\n\r\n");

        using var manyFields = await collector.Api.PostAsync(
            new Uri("/login", UriKind.Relative), new FormUrlEncodedContent(Enumerable.Range(0, 2_000).Select(field => KeyValuePair.Create($"f{field}", ""))));

        Assert.StartsWith("HTTP/1.1 400", await chunked.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, manyFields.StatusCode);
    }

    [Fact]
    public void A_session_lasts_twelve_hours()
    {
        var clock = new ManualClock();
        var sessions = new LoginSessions(clock);
        var session = sessions.Begin("00000001");

        clock.Advance(LoginSessions.Lifetime - TimeSpan.FromSeconds(1));
        Assert.Equal("00000001", sessions.KeyOf(session));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(sessions.KeyOf(session));
    }

    public void Dispose() => _keys.Dispose();

    private static async Task<string> SessionAsync(TestCollector collector, string key)
    {
        using var login = await LogInAsync(collector, key, "/");
        return Assert.Single(login.Headers.GetValues("Set-Cookie"));
    }

    private static async Task<HttpResponseMessage> LogInAsync(TestCollector collector, string key, string returnPath)
    {
        using var form = new FormUrlEncodedContent([new("key", key), new("return", returnPath)]);
        return await collector.Api.PostAsync(new Uri("/login", UriKind.Relative), form);
    }

    private static async Task<HttpStatusCode> StatusAsync(
        TestCollector collector, string path, string cookie, HttpMethod? method = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Cookie", cookie.Split(';')[0]);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await collector.Api.SendAsync(request);
        return response.StatusCode;
    }
}
