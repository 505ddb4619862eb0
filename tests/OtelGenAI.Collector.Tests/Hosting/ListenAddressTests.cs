using System.Net;
using OtelGenAI.Collector.Hosting;

namespace OtelGenAI.Collector.Tests.Hosting;

public class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:4317", "127.0.0.1", 4317)]
    [InlineData("localhost:0", "127.0.0.1", 0)]
    [InlineData("4317", "127.0.0.1", 4317)]
    [InlineData("[::1]:4317", "::1", 4317)]
    [InlineData("*:4317", "0.0.0.0", 4317)]
    public void An_address_is_read(string text, string address, int port)
    {
        Assert.True(ListenAddress.TryParse(text, out var read));
        Assert.Equal(new ListenAddress(IPAddress.Parse(address), port), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("here")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("example.com:80")]
    public void What_is_no_address_is_refused(string text) => Assert.False(ListenAddress.TryParse(text, out _));

    [Fact]
    public void Without_settings_it_listens_on_the_ports_of_OTLP_on_this_machine_only()
    {
        var options = new CollectorOptions();

        Assert.Equal(("127.0.0.1:4317", "127.0.0.1:4318", "127.0.0.1:4320"), (options.Grpc, options.OtlpHttp, options.Http));
    }

    [Fact]
    public async Task An_address_that_others_can_reach_is_refused_while_there_is_no_key()
    {
        var refusal = await Assert.ThrowsAsync<StartupException>(() => TestCollector.StartAsync(settings: ("Http", "0.0.0.0:0")));

        Assert.Contains("--http '0.0.0.0:0'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_named_with_what_to_do()
    {
        await using var first = await TestCollector.StartAsync();
        var taken = first.Api.BaseAddress!.Authority;

        var refusal = await Assert.ThrowsAsync<StartupException>(() => TestCollector.StartAsync(settings: ("Http", taken)));

        Assert.Contains(taken, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("port 0", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", "must be at least 1024 bytes")]
    [InlineData("lots", "'lots'")]
    public async Task A_setting_that_makes_no_sense_is_named_with_its_key(string value, string problem)
    {
        var refusal = await Assert.ThrowsAsync<StartupException>(() => TestCollector.StartAsync(settings: ("Receivers:Otlp:MaxRequestBytes", value)));

        Assert.Contains("Receivers:Otlp:MaxRequestBytes", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }
}
