using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using OtelGenAI.Export;

namespace OtelGenAI;

/// <summary>All of it in one call: what is recorded, and where it goes.</summary>
public static class GenAIObservabilityExtensions
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the OpenTelemetry SDK, GenAI instrumentation, and OTLP export of spans, metrics and log records, started and flushed with the host.</summary>
        /// <param name="configure">Changes the options of the instrumentation.</param>
        /// <param name="export">
        /// Changes where and how is sent, for all three signals. An endpoint without a path gets that of the signal when it is HTTP. Default: what the variables
        /// <c>OTEL_EXPORTER_OTLP_*</c> say, else gRPC to <c>http://localhost:4317</c>.
        /// </param>
        /// <returns>The builder, on which the application adds sources, meters and more. Calling this again only adds options.</returns>
        /// <remarks>
        /// What the backend refuses for the moment is sent again from memory, which the exporter does not do by itself: set
        /// <c>OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY</c> to <c>disk</c> or to nothing to have it otherwise. A service without <c>OTEL_SERVICE_NAME</c> has the
        /// name of its host environment. For an application that has an exporter already, <c>AddGenAITelemetry()</c> is the call.
        /// </remarks>
        public IOpenTelemetryBuilder AddGenAIObservability(
            Action<GenAIInstrumentationOptions>? configure = null,
            Action<OtlpExporterOptions>? export = null)
        {
            var builder = services.AddGenAITelemetry(configure);
            if (services.FirstOrDefault(static service => service.ServiceType == typeof(ExportSettings))?.ImplementationInstance is ExportSettings earlier)
            {
                earlier.Add(export);
                return builder;
            }

            var settings = new ExportSettings();
            settings.Add(export);
            services.AddSingleton(settings);
            return builder
                .ConfigureResource(static resource => resource.AddDetector(static provider => new HostNameDetector(provider)))
                .WithTracing(tracing =>
                {
                    ((IDeferredTracerProviderBuilder)tracing).Configure(static (provider, _) => RetryInMemory.TurnOn(provider));
                    tracing.AddOtlpExporter(options => settings.Apply(options, "v1/traces"));
                })
                .WithMetrics(metrics =>
                {
                    ((IDeferredMeterProviderBuilder)metrics).Configure(static (provider, _) => RetryInMemory.TurnOn(provider));
                    metrics.AddOtlpExporter(options => settings.Apply(options, "v1/metrics"));
                })
                .WithLogging(logging =>
                {
                    ((IDeferredLoggerProviderBuilder)logging).Configure(static (provider, _) => RetryInMemory.TurnOn(provider));
                    // Before the exporter: it puts events on the span they are about.
                    logging.AddGenAIInstrumentation().AddOtlpExporter(options => settings.Apply(options, "v1/logs"));
                });
        }
    }
}
