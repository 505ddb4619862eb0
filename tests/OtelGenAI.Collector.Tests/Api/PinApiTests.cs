using System.Net;
using OtelGenAI.Collector.Tests.Keys;
using OtelGenAI.Collector.Tests.Receivers;

namespace OtelGenAI.Collector.Tests.Api;

public sealed class PinApiTests : IDisposable
{
    private const string Trace = $"/api/v1/traces/{OtlpBytes.TraceId}";
    private const string Unknown = "/api/v1/traces/ffffffffffffffffffffffffffffffff";

    private readonly KeyFolder _keys = new();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task A_pin_is_set_and_taken_away_as_often_as_one_likes_and_shown_wherever_the_trace_is()
    {
        await using var collector = await TestCollector.StartAsync();
        await collector.PostAsync(OtlpBytes.Request("00f067aa0ba902b7"), "application/x-protobuf");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [await SendAsync(collector, HttpMethod.Put), await SendAsync(collector, HttpMethod.Put)]);
        Assert.True((bool)(await collector.GetAsync(Trace)).Body["summary"]!["pinned"]!);
        Assert.True((bool)Assert.Single((await collector.GetAsync("/api/v1/traces?pinned=true")).Body["items"]!.AsArray())!["pinned"]!);
        Assert.Empty((await collector.GetAsync("/api/v1/traces?pinned=false")).Body["items"]!.AsArray());

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [await SendAsync(collector, HttpMethod.Delete), await SendAsync(collector, HttpMethod.Delete)]);
        Assert.False((bool)(await collector.GetAsync(Trace)).Body["summary"]!["pinned"]!);
        Assert.Empty((await collector.GetAsync("/api/v1/traces?pinned=true")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task What_cannot_be_pinned_or_asked_is_told()
    {
        await using var collector = await TestCollector.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(collector, HttpMethod.Put, path: Unknown));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(collector, HttpMethod.Delete, path: Unknown));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(collector, HttpMethod.Put, path: "/api/v1/traces/nonsense"));
        Assert.Equal(HttpStatusCode.BadRequest, (await collector.GetAsync("/api/v1/traces?pinned=maybe")).Status);
    }

    [Fact]
    public async Task Pinning_needs_the_admin_scope_and_stays_within_the_tenant()
    {
        var ingest = _keys.Add("--tenant", "acme", "--scope", "ingest");
        var read = _keys.Add("--tenant", "acme", "--scope", "read");
        var admin = _keys.Add("--tenant", "acme", "--scope", "admin");
        var other = _keys.Add("--tenant", "other", "--scope", "admin");
        await using var collector = await _keys.StartAsync();
        await collector.PostAsync(OtlpBytes.Request("00f067aa0ba902b7"), "application/x-protobuf", headers: ("authorization", $"Bearer {ingest}"));

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(collector, HttpMethod.Put, read));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(collector, HttpMethod.Put, other));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(collector, HttpMethod.Put, admin));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(collector, HttpMethod.Delete, read));
    }

    private static async Task<HttpStatusCode> SendAsync(TestCollector collector, HttpMethod method, string? key = null, string path = Trace)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{path}/pin", UriKind.Relative));
        if (key is not null)
        {
            request.Headers.Add("authorization", $"Bearer {key}");
        }

        using var response = await collector.Api.SendAsync(request);
        return response.StatusCode;
    }
}
