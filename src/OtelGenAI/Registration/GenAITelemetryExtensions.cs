using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace OtelGenAI;

/// <summary>The OpenTelemetry SDK with GenAI instrumentation, for applications that do not use OpenTelemetry.Extensions.Hosting.</summary>
public static class GenAITelemetryExtensions
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the SDK, the instrumentation, and a hosted service that starts both with the host and flushes them with its end.</summary>
        /// <param name="configure">Changes the options of the instrumentation.</param>
        /// <returns>
        /// The builder, on which the application adds its exporter: <c>.WithTracing(t =&gt; t.AddOtlpExporter())</c>. None is added here, for where
        /// telemetry goes is the application's choice and a second exporter would send everything twice; the package <c>OtelGenAI.Export</c> has one.
        /// </returns>
        /// <remarks>Lives together with <c>AddOpenTelemetry()</c>: providers are added only if there are none.</remarks>
        public IOpenTelemetryBuilder AddGenAITelemetry(Action<GenAIInstrumentationOptions>? configure = null)
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ProviderStart>());
            return new ServicesBuilder(services).AddGenAIInstrumentation(configure);
        }
    }

    private sealed class ServicesBuilder(IServiceCollection services) : IOpenTelemetryBuilder
    {
        public IServiceCollection Services { get; } = services;
    }

    /// <summary>Makes the providers before any other hosted service works; the container ends them, and they flush.</summary>
    private sealed class ProviderStart(IServiceProvider provider) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken)
        {
            _ = provider.GetService<TracerProvider>();
            _ = provider.GetService<MeterProvider>();
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
