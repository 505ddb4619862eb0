using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OtelGenAI.Tests.Demo;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Export;

/// <summary>The one call, with a real exporter and a real receiver.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ObservabilityTests
{
    [Fact]
    public async Task One_call_records_and_sends_spans_metrics_and_events_of_a_host()
    {
        await using var sink = await OtlpSink.StartAsync();
        await using var provider = await FakeProvider.StartAsync();

        await RunAsync(sink, configuration: [], async () =>
        {
            await Some.ChatClient(provider).CompleteChatAsync(Some.Question);
            GenAI.RecordEvaluation("thumbs", label: "up");
        });

        var span = Assert.Single(sink.Spans);
        Assert.Equal(("travel-desk", "chat gpt-x"), (span.Service, span.Name));
        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], sink.Requests.Select(static request => request.Path).Distinct().Order());
        Assert.All(sink.Requests, static request => Assert.Equal("Bearer k-1", request.Headers.Authorization));
    }

    [Fact]
    public async Task What_a_busy_receiver_refuses_is_sent_again()
    {
        await using var sink = await OtlpSink.StartAsync();
        sink.Refusals = 1;

        await RunAsync(sink, configuration: [], static () => Record("search"));

        Assert.Equal("execute_tool search", Assert.Single(sink.Spans).Name);
        Assert.Equal(2, TraceRequests(sink));
    }

    [Fact]
    public async Task An_operator_can_have_it_otherwise()
    {
        await using var sink = await OtlpSink.StartAsync();
        sink.Refusals = 1;

        await RunAsync(sink, [new("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "")], static () => Record("search"));

        Assert.Empty(sink.Spans);
        Assert.Equal(1, TraceRequests(sink));
    }

    [Fact]
    public async Task Variables_and_code_name_the_service_and_called_twice_it_sends_once()
    {
        await using var sink = await OtlpSink.StartAsync();

        await RunAsync(sink, [new("OTEL_SERVICE_NAME", "by-variable")], static () => Record("a"));
        await RunAsync(sink, configuration: [], static () => Record("b"), extra: static services =>
            services.AddGenAIObservability().ConfigureResource(static resource => resource.AddService("by-code")));

        Assert.Equal([("by-variable", "execute_tool a"), ("by-code", "execute_tool b")], sink.Spans.Select(static span => (span.Service, span.Name)));
    }

    private static int TraceRequests(OtlpSink sink) => sink.Requests.Count(static request => request.Path == "/v1/traces");

    private static Task Record(string tool)
    {
        GenAI.StartTool(tool).Dispose();
        return Task.CompletedTask;
    }

    private static async Task RunAsync(
        OtlpSink sink,
        KeyValuePair<string, string?>[] configuration,
        Func<Task> work,
        Action<IServiceCollection>? extra = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "travel-desk" });
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.Logging.ClearProviders();
        builder.Services.AddGenAIObservability(export: options =>
        {
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = new Uri(sink.Address);
            options.Headers = "authorization=Bearer k-1";
        });
        extra?.Invoke(builder.Services);
        using var host = builder.Build();
        await host.StartAsync();
        await work();
        // As long as it takes: the end of the host waits for five seconds only.
        host.Services.GetRequiredService<TracerProvider>().ForceFlush();
        await host.StopAsync();
    }
}
