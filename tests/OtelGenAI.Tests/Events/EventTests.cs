using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;
using OtelGenAI.Conventions;
using OtelGenAI.Tests.Support;

namespace OtelGenAI.Tests.Events;

[Collection(ProcessWideCollection.Name)]
public sealed class EventTests : IDisposable
{
    private readonly LogExporter _logs = new();
    private readonly ILoggerFactory _factory;

    public EventTests() => _factory = LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.Debug)
        .AddOpenTelemetry(options => options.AddProcessor(new SimpleLogRecordExportProcessor(_logs))));

    public void Dispose()
    {
        _factory.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task A_model_call_is_told_as_an_event_on_its_span_with_what_the_span_says()
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = With(static options => options.EmitInferenceEvents = true);

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        var details = Assert.Single(_logs.Records);
        Assert.Equal(GenAIEvents.ClientInferenceOperationDetails, details.Name);
        Assert.Equal(LogLevel.Debug, details.Level);
        Assert.Equal(telemetry.OwnSpan.SpanId, details.Span);
        Assert.Equal(11L, details.Attributes[GenAIAttributes.UsageInputTokens]);
        Assert.Equal("gpt-x", details.Attributes[GenAIAttributes.RequestModel]);
        Assert.DoesNotContain(GenAIAttributes.InputMessages, details.Attributes.Keys);
    }

    [Theory]
    [InlineData(GenAIContentCaptureMode.EventOnly, false, true)]
    [InlineData(GenAIContentCaptureMode.SpanAndEvent, true, true)]
    [InlineData(GenAIContentCaptureMode.SpanOnly, true, false)]
    public async Task Content_is_where_the_mode_says(GenAIContentCaptureMode mode, bool isOnSpan, bool isOnEvent)
    {
        await using var provider = await FakeProvider.StartAsync();
        using var telemetry = With(options =>
        {
            options.CaptureContent = mode;
            options.EmitInferenceEvents = true;
        });

        await Some.ChatClient(provider).CompleteChatAsync(Some.Question);

        Assert.Equal(isOnSpan, telemetry.OwnSpan.Tag(GenAIAttributes.OutputMessages) is not null);
        Assert.Equal(isOnEvent, Assert.Single(_logs.Records).Attributes.ContainsKey(GenAIAttributes.OutputMessages));
    }

    [Fact]
    public void A_model_call_recorded_by_hand_has_its_event_too()
    {
        using var telemetry = With(static options => options.CaptureContent = GenAIContentCaptureMode.EventOnly);

        using (var chat = GenAI.StartChat("openai", "gpt-x"))
        {
            chat.SetInput("Say hello");
            chat.SetUsage(new GenAIUsage(1, 2));
        }

        var details = Assert.Single(_logs.Records);
        Assert.Contains("Say hello", (string)details.Attributes[GenAIAttributes.InputMessages]!, StringComparison.Ordinal);
        Assert.Equal(2L, details.Attributes[GenAIAttributes.UsageOutputTokens]);
        Assert.Null(telemetry.OwnSpan.Tag(GenAIAttributes.InputMessages));
    }

    [Fact]
    public void An_evaluation_is_an_event_on_the_current_span()
    {
        using var telemetry = With();

        using (var agent = GenAI.StartAgent("helper"))
        {
            GenAI.RecordEvaluation("helpfulness", score: 0.5, label: "fair", explanation: "It quotes the user.", responseId: "r-1");
        }

        var evaluation = Assert.Single(_logs.Records);
        Assert.Equal((GenAIEvents.EvaluationResult, LogLevel.Information), (evaluation.Name, evaluation.Level));
        Assert.Equal(telemetry.OwnSpan.SpanId, evaluation.Span);
        Assert.Equal(0.5, evaluation.Attributes[GenAIAttributes.EvaluationScoreValue]);
        Assert.Equal("fair", evaluation.Attributes[GenAIAttributes.EvaluationScoreLabel]);
        Assert.Equal("r-1", evaluation.Attributes[GenAIAttributes.ResponseId]);
        Assert.DoesNotContain(GenAIAttributes.EvaluationExplanation, evaluation.Attributes.Keys);
    }

    [Fact]
    public void An_evaluation_of_a_stored_span_is_in_its_trace_even_if_nobody_prepared_the_logger()
    {
        using var telemetry = With(static options => options.CaptureContent = GenAIContentCaptureMode.SpanOnly);
        Assert.True(ActivityContext.TryParse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null, out var stored));

        using (var elsewhere = Telemetry.App.StartActivity("elsewhere"))
        {
            GenAI.RecordEvaluation("thumbs", label: "down", explanation: "Wrong city.", target: stored);
            Assert.Same(elsewhere, Activity.Current);
        }

        var evaluation = Assert.Single(_logs.Records);
        Assert.Equal(stored.TraceId, evaluation.Trace);
        Assert.Equal("Wrong city.", evaluation.Attributes[GenAIAttributes.EvaluationExplanation]);
    }

    [Fact]
    public async Task In_a_host_an_evaluation_of_a_stored_span_is_on_that_span_and_no_other_logger_sees_events()
    {
        using var exported = new LogExporter();
        using var spans = new SpanExporter();
        var console = new ListLogger();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.AddProvider(console).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddGenAITelemetry(static options => options.CaptureContent = GenAIContentCaptureMode.SpanAndEvent)
            .WithTracing(tracing => tracing.AddProcessor(new SimpleActivityExportProcessor(spans)))
            .WithLogging(logging => logging.AddProcessor(new SimpleLogRecordExportProcessor(exported)));
        Assert.True(ActivityContext.TryParse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null, out var stored));
        using (var host = builder.Build())
        {
            await host.StartAsync();
            GenAI.RecordEvaluation("thumbs", label: "down", target: stored);
            using (var chat = GenAI.StartChat("openai", "gpt-x"))
            {
                chat.SetInput("secret");
            }

            await host.StopAsync();
        }

        var ours = exported.Records.Where(static record => record.Name is GenAIEvents.EvaluationResult or GenAIEvents.ClientInferenceOperationDetails).ToList();
        Assert.Equal([GenAIEvents.EvaluationResult, GenAIEvents.ClientInferenceOperationDetails], ours.Select(static record => record.Name));
        Assert.Equal((stored.TraceId, stored.SpanId), (ours[0].Trace, ours[0].Span));
        Assert.Equal(Assert.Single(spans.Spans).SpanId, ours[1].Span);
        Assert.DoesNotContain(console.Categories, static category => category.StartsWith("OtelGenAI", StringComparison.Ordinal));
        Assert.NotEmpty(console.Categories);
    }

    [Fact]
    public void Without_a_logger_an_evaluation_goes_nowhere_and_disturbs_nobody()
    {
        using var telemetry = new Telemetry();

        GenAI.RecordEvaluation("thumbs", label: "up", target: default(ActivityContext));

        Assert.Empty(_logs.Records);
    }

    private Telemetry With(Action<GenAIInstrumentationOptions>? configure = null) => new(options =>
    {
        options.LoggerFactory = _factory;
        configure?.Invoke(options);
    });

    private sealed class ListLogger : ILoggerProvider
    {
        public List<string> Categories { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Category(ListLogger owner, string name) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                lock (owner.Categories)
                {
                    owner.Categories.Add(name);
                }
            }
        }
    }
}
