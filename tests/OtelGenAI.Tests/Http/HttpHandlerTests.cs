using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Http;

[Collection(ProcessWideCollection.Name)]
public sealed class HttpHandlerTests
{
    private const string Request = """{"model":"gpt-x","messages":[{"role":"user","content":"hi"}]}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_the_runtime_does_not_report_is_recorded_with_the_handler(bool isSynchronous)
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry();
        using var silent = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        using var handler = new GenAIHttpHandler(silent);
        using var client = new HttpClient(handler);
        using var root = Telemetry.App.StartActivity("root");

        await SendAsync(client, provider.Address, isSynchronous);

        Assert.Same(root, Activity.Current);
        Assert.Equal("chat gpt-x", telemetry.OwnSpan.DisplayName);
        Assert.Equal(root!.SpanId, telemetry.OwnSpan.ParentSpanId);
        Assert.Equal(11L, telemetry.OwnSpan.Tag(GenAIAttributes.UsageInputTokens));
    }

    [Theory]
    [InlineData(GenAIHttpParenting.Nested)]
    [InlineData(GenAIHttpParenting.Sibling)]
    public async Task A_client_that_is_seen_anyway_is_not_recorded_twice(GenAIHttpParenting parenting)
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = new Telemetry(options => options.HttpParenting = parenting);
        var services = new ServiceCollection();
        services.AddHttpClient("llm").AddGenAIInstrumentation();
        await using var container = services.BuildServiceProvider();
        using var client = container.GetRequiredService<IHttpClientFactory>().CreateClient("llm");

        await SendAsync(client, provider.Address, isSynchronous: false);

        Assert.Equal(telemetry.OwnSpan.SpanId, Assert.Single(telemetry.Of("System.Net.Http")).ParentSpanId);
        Assert.Equal(11L, telemetry.OwnSpan.Tag(GenAIAttributes.UsageInputTokens));
    }

    [Fact]
    public async Task A_handler_of_ones_own_is_recorded_and_its_exception_passes_unchanged()
    {
        using var telemetry = new Telemetry();
        var thrown = new HttpRequestException(HttpRequestError.NameResolutionError, "no such host");
        using var failing = new Failing(thrown);
        using var handler = new GenAIHttpHandler(failing);
        using var client = new HttpClient(handler);

        Assert.Same(thrown, await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(client, new Uri("http://model.example"), isSynchronous: false)));

        Assert.Equal("name_resolution_error", telemetry.OwnSpan.Tag(ErrorAttributes.Type));
        Assert.Equal("model.example", telemetry.OwnSpan.Tag(ServerAttributes.Address));
    }

    [Fact]
    public async Task Without_instrumentation_the_handler_only_passes_on()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var inner = new SocketsHttpHandler();
        using var handler = new GenAIHttpHandler(inner);
        using var client = new HttpClient(handler);

        Assert.Equal(HttpStatusCode.OK, await SendAsync(client, provider.Address, isSynchronous: false));
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, Uri address, bool isSynchronous)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/v1/chat/completions"));
        request.Content = new StringContent(Request);
        using var response = isSynchronous ? client.Send(request) : await client.SendAsync(request);
        return response.StatusCode;
    }

    private sealed class Failing(Exception exception) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw exception;
    }
}
