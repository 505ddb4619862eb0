using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Registration;

[Collection(ProcessWideCollection.Name)]
public sealed class RegistrationTests
{
    private const string CaptureVariable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

    [Theory]
    [InlineData("true", GenAIContentCaptureMode.SpanOnly)]
    [InlineData("SPAN_AND_EVENT", GenAIContentCaptureMode.SpanAndEvent)]
    [InlineData("span_only", GenAIContentCaptureMode.SpanOnly)]
    [InlineData("EVENT_ONLY", GenAIContentCaptureMode.EventOnly)]
    [InlineData("NO_CONTENT", GenAIContentCaptureMode.NoContent)]
    [InlineData(null, GenAIContentCaptureMode.NoContent)]
    public void The_variable_of_the_conventions_decides_about_content(string? value, GenAIContentCaptureMode expected)
    {
        Assert.Equal(expected, OptionsWith(CaptureVariable, value, configure: null).CaptureContent);
    }

    [Fact]
    public void Code_wins_over_the_variable()
    {
        Assert.Equal(
            GenAIContentCaptureMode.NoContent,
            OptionsWith(CaptureVariable, "true", options => options.CaptureContent = GenAIContentCaptureMode.NoContent).CaptureContent);
    }

    [Fact]
    public void Bad_options_are_refused_all_at_once_when_the_provider_is_built()
    {
        var thrown = Assert.Throws<OptionsValidationException>(() => new Telemetry(options =>
        {
            options.MaxContentBytes = 1;
            options.AdditionalSources.Add("");
        }));

        Assert.Equal(2, thrown.Failures.SelectMany(failure => failure.Split("; ")).Count());
    }

    [Fact]
    public async Task A_host_without_the_hosting_extensions_starts_and_flushes_the_providers()
    {
        using var exporter = new SpanExporter();
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddGenAITelemetry().WithTracing(tracing => tracing.AddProcessor(new BatchActivityExportProcessor(exporter)));
        builder.Services.AddGenAITelemetry();
        using (var host = builder.Build())
        {
            Assert.False(Diagnostics.OwnTelemetry.Source.HasListeners());
            await host.StartAsync();
            GenAI.StartTool("search").Dispose();
            await host.StopAsync();
        }

        Assert.Equal("execute_tool search", Assert.Single(exporter.Spans).DisplayName);
    }

    [Fact]
    public async Task Options_of_the_tracer_provider_hold_even_if_a_meter_provider_came_first()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var metrics = new Telemetry(withTraces: false, withMetrics: true);
        using var traces = new Telemetry(options => options.CaptureContent = GenAIContentCaptureMode.SpanOnly);

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        Assert.NotNull(traces.OwnSpan.Tag(Conventions.GenAIAttributes.OutputMessages));
    }

    [Fact]
    public void A_source_with_a_name_of_its_own_can_be_added()
    {
        using var source = new ActivitySource("my.agents");
        using var telemetry = new Telemetry(options => options.AdditionalSources.Add("my.*"));

        using (GenAI.BeginContext(userId: "u-1"))
        {
            source.StartActivity("work")?.Dispose();
        }

        Assert.Equal("u-1", Assert.Single(telemetry.Spans).Tag(Conventions.UserAttributes.Id));
    }

    internal static GenAIInstrumentationOptions OptionsWith(string name, string? value, Action<GenAIInstrumentationOptions>? configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new(name, value)])
            .Build());
        services.AddGenAITelemetry(configure);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<GenAIInstrumentationOptions>>().Value;
    }
}
