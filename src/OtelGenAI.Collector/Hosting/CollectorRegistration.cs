using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OtelGenAI.Collector.Access;
using OtelGenAI.Collector.Keys;
using OtelGenAI.Collector.Metrics;
using OtelGenAI.Collector.Pipeline;
using OtelGenAI.Collector.Prices;
using OtelGenAI.Collector.Receivers;
using OtelGenAI.Collector.Receivers.Grpc;
using OtelGenAI.Collector.Receivers.Http;
using OtelGenAI.Collector.Retention;
using OtelGenAI.Collector.Tenants;
using OtelGenAI.Collector.Views;
using OtelGenAI.Dashboard.Api;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Attributes;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Collector.Hosting;

/// <summary>What the collector is made of.</summary>
internal static class CollectorRegistration
{
    extension(IServiceCollection services)
    {
        /// <summary>The doors: OTLP over gRPC and HTTP.</summary>
        public IServiceCollection AddReceivers()
        {
            services.AddOptionsWithValidateOnStart<ReceiverOptions, ReceiverOptionsValidator>().BindConfiguration(ReceiverOptions.SectionName);
            services.TryAddSingleton(TimeProvider.System);
            services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<ReceiverOptions>>().Value);
            services.TryAddSingleton(provider => new AdmissionBudget(provider.GetRequiredService<ReceiverOptions>().MaxInFlightBytes));
            services.AddOptions<CorsOptions>().BindConfiguration(CorsOptions.SectionName);
            services.TryAddSingleton(provider => new CorsPolicy(provider.GetRequiredService<IOptions<CorsOptions>>().Value));
            services.TryAddSingleton<TenantSettings>();
            services.TryAddSingleton<TenantAllowances>();
            services.TryAddSingleton<ReceiverDoor>();
            services.TryAddSingleton<ConnectionLimit>();
            services.TryAddSingleton<OtlpGrpcReceiver>();
            services.TryAddSingleton<OtlpHttpReceiver>();
            return services;
        }

        /// <summary>Keys and tenants: who may send and who may see.</summary>
        public IServiceCollection AddAccess(CollectorOptions options)
        {
            services.TryAddSingleton(TimeProvider.System);
            services.TryAddSingleton(options);
            services.TryAddSingleton(new KeyFile(options.Data));
            services.TryAddSingleton<KeyRing>();
            services.TryAddSingleton<AccessCheck>();
            services.TryAddSingleton<HostCheck>();
            services.TryAddSingleton<LoginSessions>();
            services.TryAddSingleton<LoginPage>();
            services.TryAddSingleton<HttpAccess>();
            services.TryAddSingleton<ISavedViews>(new SavedViewFiles(options.Data));
            return services;
        }

        /// <summary>What takes telemetry out of the store again.</summary>
        public IServiceCollection AddRetention(ITraceStore store, IMetricStore metrics)
        {
            services.TryAddSingleton<RetentionSettings>();
            if (store is ITracePins pins)
            {
                services.TryAddSingleton(pins);
            }

            if (store is ITraceRemoval removal && metrics is IMetricRemoval metricRemoval)
            {
                services.TryAddSingleton(removal);
                services.TryAddSingleton(metricRemoval);
                services.TryAddSingleton<TelemetryRemoval>();
                services.AddHostedService<RetentionSweep>();
            }

            return services;
        }

        /// <summary>What calls cost.</summary>
        public IServiceCollection AddPrices(ITraceStore store, ITenantPrices? prices)
        {
            if (prices is not null)
            {
                services.TryAddSingleton(prices);
            }

            services.TryAddSingleton<ITenantPrices, ConfiguredPrices>();
            if (store is ITraceRepricing repricing)
            {
                services.TryAddSingleton(repricing);
            }

            return services;
        }

        /// <summary>The way from bytes to the store.</summary>
        public IServiceCollection AddPipeline(ITraceStore store, IMetricStore metrics)
        {
            services.TryAddSingleton(store);
            services.TryAddSingleton(metrics);
            if (store is ITraceStatistics statistics)
            {
                services.TryAddSingleton(statistics);
            }

            if (store is IAttributeCatalogue catalogue)
            {
                services.TryAddSingleton(catalogue);
            }

            services.TryAddSingleton(provider => provider.GetRequiredService<ReceiverOptions>().ToLimits());
            services.TryAddSingleton(provider => new AttributeKeyTable(maxKeyBytes: provider.GetRequiredService<ReceiverOptions>().MaxKeyBytes));
            services.TryAddSingleton<DialectReader>();
            services.TryAddSingleton(provider => StorageOptions.Read(provider.GetRequiredService<IConfiguration>()));
            services.TryAddSingleton<CollectorMetrics>();
            services.TryAddSingleton<StoreMetrics>();
            services.TryAddSingleton<PrometheusText>();
            services.AddSingleton<ISignalPipeline>(provider => ActivatorUtilities.CreateInstance<RecordPipeline>(provider, OtlpSignal.Traces));
            services.AddSingleton<ISignalPipeline>(provider => ActivatorUtilities.CreateInstance<RecordPipeline>(provider, OtlpSignal.Logs));
            services.AddSingleton<ISignalPipeline, MetricPipeline>();
            services.TryAddSingleton<SignalPipelines>();
            return services;
        }
    }
}
