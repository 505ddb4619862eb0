using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Collector.Keys;
using OtelGenAI.Collector.Tests.Keys;
using OtelGenAI.Collector.Tests.Receivers;

namespace OtelGenAI.Collector.Tests.Access;

/// <summary>Keys at every door, over real sockets.</summary>
public sealed class KeyAccessTests : IDisposable
{
    private const int Ok = 0;
    private const int PermissionDenied = 7;
    private const int Unauthenticated = 16;
    private const string Protobuf = "application/x-protobuf";

    private static readonly byte[] Good = OtlpBytes.Request("00f067aa0ba902b7");

    private readonly KeyFolder _keys = new();

    public static TheoryData<string, string> Spellings => new()
    {
        { "authorization", "Bearer {key}" },
        { "authorization", "bearer {key}" },
        { "x-api-key", "{key}" },
        { "authorization", "Basic {basic:pk-lf-1234:key}" },
        { "authorization", "Basic {basic:key:}" },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task A_key_is_taken_in_every_spelling_that_clients_use_over_both_transports(string header, string value)
    {
        var sent = Spell(value, _keys.Add("--tenant", "acme"));
        await using var collector = await _keys.StartAsync();

        using var http = await collector.PostAsync(Good, Protobuf, headers: (header, sent));
        var grpc = await collector.CallAsync(OtlpBytes.Framed(Good), headers: (header, sent));

        Assert.Equal(HttpStatusCode.OK, http.StatusCode);
        Assert.Equal(Ok, grpc.Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer og_00000000_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("Basic !")]
    [InlineData("Digest x")]
    public async Task Without_a_right_key_every_door_is_closed_and_says_so_in_its_own_protocol(string? authorization)
    {
        _keys.Add();
        await using var collector = await _keys.StartAsync();
        (string, string)[] headers = authorization is null ? [] : [("authorization", authorization)];

        using var http = await collector.PostAsync(Good, "application/json", headers: headers);
        var grpc = await collector.CallAsync(OtlpBytes.Framed(Good), headers: headers);
        using var api = await GetAsync(collector, "/api/v1/traces", headers);

        Assert.Equal(HttpStatusCode.Unauthorized, http.StatusCode);
        Assert.Equal("Bearer", http.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal(Unauthenticated, (int)JsonNode.Parse(await http.Content.ReadAsStringAsync())!["code"]!);
        Assert.Equal((Unauthenticated, true, null), (grpc.Status, grpc.IsTrailersOnly, grpc.Details));
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        Assert.Equal("Bearer", api.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task A_key_opens_what_its_scopes_say_and_nothing_else()
    {
        var ingest = _keys.Add("--scope", "ingest");
        var read = _keys.Add("--scope", "read");
        var admin = _keys.Add("--scope", "admin");
        await using var collector = await _keys.StartAsync();

        using var sent = await collector.PostAsync(Good, Protobuf, headers: Bearer(ingest));
        using var notSent = await collector.PostAsync(Good, Protobuf, headers: Bearer(read));
        var notCalled = await collector.CallAsync(OtlpBytes.Framed(Good), headers: Bearer(admin));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (sent.StatusCode, notSent.StatusCode));
        Assert.Equal(PermissionDenied, notCalled.Status);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(collector, "/api/v1/traces", read));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(collector, "/api/v1/traces", ingest));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(collector, "/metrics", admin));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(collector, "/metrics", read));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(collector, "/Metrics/", read));
    }

    [Fact]
    public async Task Only_a_key_with_the_admin_scope_deletes()
    {
        var read = _keys.Add("--scope", "read");
        var admin = _keys.Add("--scope", "admin");
        await using var collector = await _keys.StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await DeleteAsync(read));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(admin));

        async Task<HttpStatusCode> DeleteAsync(string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri($"/api/v1/traces/{OtlpBytes.TraceId}", UriKind.Relative));
            request.Headers.Authorization = new("Bearer", key);
            using var response = await collector.Api.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Tenants_do_not_see_each_other()
    {
        var acme = _keys.Add("--tenant", "acme");
        var other = _keys.Add("--tenant", "other");
        await using var collector = await _keys.StartAsync();

        using var sent = await collector.PostAsync(Good, Protobuf, headers: Bearer(acme));
        using var own = await GetAsync(collector, $"/api/v1/traces/{OtlpBytes.TraceId}", Bearer(acme));
        using var foreign = await GetAsync(collector, $"/api/v1/traces/{OtlpBytes.TraceId}", Bearer(other));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (own.StatusCode, foreign.StatusCode));
    }

    [Theory]
    [InlineData("usage")]
    [InlineData("services")]
    [InlineData("attributes")]
    [InlineData("facets?field=service")]
    public async Task Sums_are_the_tenants_own_and_need_the_read_scope(string path)
    {
        var acme = _keys.Add("--tenant", "acme");
        var other = _keys.Add("--tenant", "other");
        var ingest = _keys.Add("--tenant", "acme", "--scope", "ingest");
        await using var collector = await _keys.StartAsync();
        using var sent = await collector.PostAsync(Good, Protobuf, headers: Bearer(acme));

        Assert.NotEqual(await TextAsync(acme), await TextAsync(other));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(collector, $"/api/v1/{path}", ingest));

        async Task<string> TextAsync(string key)
        {
            using var response = await GetAsync(collector, $"/api/v1/{path}", Bearer(key));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return await response.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task Keys_are_added_and_revoked_while_the_collector_runs()
    {
        await using var collector = await _keys.StartAsync();
        using var open = await collector.PostAsync(Good, Protobuf);

        var first = _keys.Add();
        var second = _keys.Add();
        using var closed = await collector.PostAsync(Good, Protobuf);
        using var withFirst = await collector.PostAsync(Good, Protobuf, headers: Bearer(first));
        _keys.Run("revoke", first.Split('_')[1]);
        using var revoked = await collector.PostAsync(Good, Protobuf, headers: Bearer(first));
        using var withSecond = await collector.PostAsync(Good, Protobuf, headers: Bearer(second));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK],
            new[] { open, closed, withFirst, revoked, withSecond }.Select(response => response.StatusCode));
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("damaged")]
    [InlineData("emptied")]
    public async Task Nothing_that_happens_to_the_file_of_keys_opens_the_door(string what)
    {
        var key = _keys.Add();
        await using var collector = await _keys.StartAsync();

        switch (what)
        {
            case "deleted":
                File.Delete(_keys.File.Path);
                break;
            case "damaged":
                await File.WriteAllTextAsync(_keys.File.Path, "{]");
                break;
            default:
                _keys.Run("revoke", key.Split('_')[1]);
                break;
        }

        using var without = await collector.PostAsync(Good, Protobuf);
        using var with = await collector.PostAsync(Good, Protobuf, headers: Bearer(key));

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(what == "damaged" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, with.StatusCode);
    }

    [Fact]
    public async Task Health_is_told_to_everybody_and_metrics_only_when_configured()
    {
        _keys.Add();
        await using var closed = await _keys.StartAsync();
        await using var open = await _keys.StartAsync(("MetricsWithoutKey", "true"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(closed, "/healthz", key: null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(closed, "/readyz", key: null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(closed, "/metrics", key: null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(open, "/metrics", key: null));
    }

    [Fact]
    public async Task With_a_key_it_may_listen_where_others_can_reach_it()
    {
        _keys.Add();
        await using var collector = await _keys.StartAsync(("OtlpHttp", "0.0.0.0:0"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(collector, "/healthz", key: null));
    }

    [Fact]
    public void A_key_does_not_show_its_secret_when_it_is_written_somewhere()
    {
        var key = KeyText.Create();

        Assert.DoesNotContain(key.Reveal()[^64..], $"{key}", StringComparison.Ordinal);
    }

    public void Dispose() => _keys.Dispose();

    private static (string, string) Bearer(string key) => ("authorization", $"Bearer {key}");

    private static string Spell(string value, string key) => value switch
    {
        "Basic {basic:pk-lf-1234:key}" => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"pk-lf-1234:{key}")),
        "Basic {basic:key:}" => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:")),
        _ => value.Replace("{key}", key, StringComparison.Ordinal),
    };

    private static async Task<HttpStatusCode> StatusAsync(TestCollector collector, string path, string? key)
    {
        using var response = await GetAsync(collector, path, key is null ? [] : [Bearer(key)]);
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> GetAsync(TestCollector collector, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await collector.Api.SendAsync(request);
    }
}
