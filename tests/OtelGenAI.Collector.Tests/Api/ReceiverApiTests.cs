namespace OtelGenAI.Collector.Tests.Api;

public sealed class ReceiverApiTests
{
    [Fact]
    public async Task The_page_is_told_where_the_receivers_really_listen()
    {
        await using var collector = await TestCollector.StartAsync();

        var (_, receivers) = await collector.GetAsync("/api/v1/receivers");

        Assert.Equal(collector.Grpc.BaseAddress!.GetLeftPart(UriPartial.Authority), (string?)receivers["grpc"]);
        Assert.Equal(collector.OtlpHttp.BaseAddress!.GetLeftPart(UriPartial.Authority), (string?)receivers["otlpHttp"]);
        Assert.False((bool)receivers["needsKey"]!);
    }

    [Fact]
    public async Task A_receiver_that_listens_everywhere_is_named_as_the_reader_named_the_page()
    {
        await using var collector = await TestCollector.StartAsync(
            store: null, ("Grpc", "0.0.0.0:0"), ("AllowUnauthenticatedNetwork", "true"));

        var (_, receivers) = await collector.GetAsync("/api/v1/receivers");

        var grpc = new Uri((string)receivers["grpc"]!);
        Assert.Equal((collector.Api.BaseAddress!.Host, collector.Grpc.BaseAddress!.Port), (grpc.Host, grpc.Port));
    }
}
