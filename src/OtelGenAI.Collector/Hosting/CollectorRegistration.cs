using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OtelGenAI.Collector.Metrics;
using OtelGenAI.Collector.Pipeline;
using OtelGenAI.Collector.Receivers;
using OtelGenAI.Collector.Receivers.Grpc;
using OtelGenAI.Collector.Receivers.Http;
using OtelGenAI.Otlp;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry.Dialects;
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
            services.TryAddSingleton<OtlpGrpcReceiver>();
            services.TryAddSingleton<OtlpHttpReceiver>();
            return services;
        }

        /// <summary>The way from bytes to the store.</summary>
        public IServiceCollection AddPipeline(ITraceStore store)
        {
            services.TryAddSingleton(store);
            services.TryAddSingleton(OtlpLimits.Default);
            services.TryAddSingleton(_ => new AttributeKeyTable());
            services.TryAddSingleton<DialectReader>();
            services.TryAddSingleton<CollectorMetrics>();
            services.TryAddSingleton<StoreMetrics>();
            services.TryAddSingleton<PrometheusText>();
            services.TryAddSingleton<TracePipeline>();
            return services;
        }
    }
}
