using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using OtelGenAI.Conventions;
using OtelGenAI.Events;
using OtelGenAI.Registration;
using OtelGenAI.Tap;

namespace OtelGenAI;

/// <summary>One line that records every model, tool, agent and MCP call of the process.</summary>
public static class GenAIInstrumentationExtensions
{
    private static readonly ExplicitBucketHistogramConfiguration s_tokenBuckets = new()
    {
        Boundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
    };

    private static readonly ExplicitBucketHistogramConfiguration s_secondBuckets = new()
    {
        Boundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    };

    extension(IOpenTelemetryBuilder builder)
    {
        /// <summary>Adds traces and metrics. Calling it again only adds options.</summary>
        /// <param name="configure">Changes the options; they may also be configured as <see cref="IOptions{TOptions}"/>.</param>
        /// <returns>The same builder.</returns>
        public IOpenTelemetryBuilder AddGenAIInstrumentation(Action<GenAIInstrumentationOptions>? configure = null) => builder
            .WithTracing(tracing => tracing.AddGenAIInstrumentation(configure))
            .WithMetrics(static metrics => metrics.AddGenAIInstrumentation())
            .WithEventTarget();
    }

    extension(IOpenTelemetryBuilder builder)
    {
        // For those who log with OpenTelemetry; it does not begin to because of us.
        private IOpenTelemetryBuilder WithEventTarget()
        {
            builder.Services.ConfigureOpenTelemetryLoggerProvider(static logging => logging.AddGenAIInstrumentation());
            return builder;
        }
    }

    extension(LoggerProviderBuilder builder)
    {
        /// <summary>Lets evaluations of spans of the past be found on those spans. Call it before exporters are added.</summary>
        /// <returns>The same builder.</returns>
        public LoggerProviderBuilder AddGenAIInstrumentation() => builder.AddProcessor(static _ => new EventTarget());
    }

    extension(TracerProviderBuilder builder)
    {
        /// <summary>Adds the spans. Calling it again only adds options.</summary>
        /// <param name="configure">Changes the options; they may also be configured as <see cref="IOptions{TOptions}"/>.</param>
        /// <returns>The same builder.</returns>
        public TracerProviderBuilder AddGenAIInstrumentation(Action<GenAIInstrumentationOptions>? configure = null)
        {
            var isFirst = false;
            builder.ConfigureServices(services => isFirst = services.AddInstrumentationOptions<TracingMarker>(configure));
            if (isFirst && builder is IDeferredTracerProviderBuilder deferred)
            {
                deferred.Configure(static (provider, tracing) =>
                {
                    var options = provider.GetRequiredService<IOptions<GenAIInstrumentationOptions>>().Value;
                    options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
                    tracing
                        .AddSource(GenAI.SourceName)
                        .AddSource([.. GenAISources.NativeSources])
                        .AddSource([.. options.AdditionalSources])
                        .AddInstrumentation(() => ProcessInstrumentation.ForTraces(options));
                });
            }

            return builder;
        }
    }

    extension(MeterProviderBuilder builder)
    {
        /// <summary>Adds the metrics, with the conventions' buckets also for libraries that set none. Calling it again only adds options.</summary>
        /// <param name="configure">Changes the options; they may also be configured as <see cref="IOptions{TOptions}"/>.</param>
        /// <returns>The same builder.</returns>
        public MeterProviderBuilder AddGenAIInstrumentation(Action<GenAIInstrumentationOptions>? configure = null)
        {
            var isFirst = false;
            builder.ConfigureServices(services => isFirst = services.AddInstrumentationOptions<MetricsMarker>(configure));
            if (isFirst && builder is IDeferredMeterProviderBuilder deferred)
            {
                deferred.Configure(static (provider, metrics) =>
                {
                    var options = provider.GetRequiredService<IOptions<GenAIInstrumentationOptions>>().Value;
                    metrics
                        .AddMeter(GenAI.MeterName)
                        .AddMeter([.. GenAISources.NativeMeters])
                        .AddMeter([.. options.AdditionalSources])
                        .AddView(static instrument => BucketsOf(instrument.Meter.Name, instrument.Name))
                        .AddInstrumentation(() => ProcessInstrumentation.ForMetrics(options));
                });
            }

            return builder;
        }
    }

    extension(IServiceCollection services)
    {
        /// <summary>Adds the options once per capability.</summary>
        /// <returns>Whether the capability was asked for the first time.</returns>
        internal bool AddInstrumentationOptions<TMarker>(Action<GenAIInstrumentationOptions>? configure)
            where TMarker : class, new()
        {
            if (!services.Any(static service => service.ServiceType == typeof(EnvironmentDefaults)))
            {
                services.AddSingleton<EnvironmentDefaults>();
                services.AddOptions();
                // In front of everything the application configured, so that code wins over the environment.
                services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<GenAIInstrumentationOptions>, EnvironmentDefaults>());
                services.TryAddEnumerable(
                    ServiceDescriptor.Singleton<IValidateOptions<GenAIInstrumentationOptions>, GenAIInstrumentationOptionsValidator>());
                services.Configure<LoggerFilterOptions>(static filters =>
                {
                    // Events carry content, and at a low level: OpenTelemetry gets them all, a console none.
                    filters.Rules.Add(new LoggerFilterRule(typeof(OpenTelemetryLoggerProvider).FullName, GenAIEventLog.Category, LogLevel.Debug, filter: null));
                    filters.Rules.Add(new LoggerFilterRule(providerName: null, GenAIEventLog.Category, LogLevel.None, filter: null));
                });
            }

            if (configure is not null)
            {
                services.Configure(configure);
            }

            if (services.Any(static service => service.ServiceType == typeof(TMarker)))
            {
                return false;
            }

            services.AddSingleton(new TMarker());
            return true;
        }
    }

    // OpenAI's meter leaves the buckets to the SDK, whose defaults are milliseconds.
    private static ExplicitBucketHistogramConfiguration? BucketsOf(string meter, string instrument) =>
        !GenAISources.Matches("OpenAI.*", meter) ? null : instrument switch
        {
            GenAIMetrics.ClientOperationDuration => s_secondBuckets,
            DeprecatedMetrics.GenAIClientTokenUsage => s_tokenBuckets,
            _ => null,
        };

    private sealed class TracingMarker;

    private sealed class MetricsMarker;
}
