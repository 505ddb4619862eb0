using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using OtelGenAI.Tests.Support;

// Not the folder's namespace: the room OtelGenAI.Telemetry is one too, and the nearer name wins.
namespace OtelGenAI.Tests;

/// <summary>The real OpenTelemetry SDK with our instrumentation, and everything it exported.</summary>
internal sealed class Telemetry : IDisposable
{
    private readonly SpanExporter _spans = new();
    private readonly MetricExporter _metrics = new();
    private readonly TracerProvider? _tracing;
    private readonly MeterProvider? _metering;

    public Telemetry(
        Action<GenAIInstrumentationOptions>? configure = null,
        Sampler? sampler = null,
        bool withHttpSpans = true,
        bool withTraces = true,
        bool withMetrics = false)
    {
        if (withTraces)
        {
            // The exporter first, as a careless application might: the tap has to see spans before it all the same.
            var builder = Sdk.CreateTracerProviderBuilder()
                .AddProcessor(new SimpleActivityExportProcessor(_spans))
                .SetSampler(sampler ?? new ParentBasedSampler(new AlwaysOnSampler()))
                .AddSource(App.Name)
                .AddGenAIInstrumentation(configure);
            _tracing = (withHttpSpans ? builder.AddSource("System.Net.Http") : builder).Build();
        }

        if (withMetrics)
        {
            _metering = Sdk.CreateMeterProviderBuilder()
                .AddReader(new BaseExportingMetricReader(_metrics))
                .AddGenAIInstrumentation(configure)
                .Build();
        }
    }

    /// <summary>The application's own source.</summary>
    public static ActivitySource App { get; } = new("app");

    public IReadOnlyList<Activity> Spans => _spans.Spans;

    public IReadOnlyList<Activity> Of(string source) => [.. Spans.Where(span => span.Source.Name == source)];

    /// <summary>The one span our library made.</summary>
    public Activity OwnSpan => Assert.Single(Of(GenAI.SourceName));

    public IReadOnlyList<Measured> CollectMetrics()
    {
        _metering!.ForceFlush();
        return _metrics.Metrics;
    }

    public void Dispose()
    {
        _tracing?.Dispose();
        _metering?.Dispose();
        _spans.Dispose();
        _metrics.Dispose();
    }
}
