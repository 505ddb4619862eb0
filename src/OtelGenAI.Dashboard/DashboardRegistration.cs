using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OtelGenAI.Dashboard.Api;
using OtelGenAI.Dashboard.Pages;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Attributes;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry.Pricing;

namespace OtelGenAI.Dashboard;

/// <summary>Puts the API and the pages into a web application.</summary>
public static class DashboardRegistration
{
    extension(IServiceCollection services)
    {
        /// <summary>Registers the API and the pages. Needs an <c>ITraceStore</c>, an <c>IMetricStore</c>, a <c>TimeProvider</c>, an <c>AttributeKeyTable</c> and a <c>DialectReader</c>.</summary>
        public IServiceCollection AddDashboard()
        {
            services.TryAddSingleton<ITenantPrices>(new SamePrices(PriceBook.BuiltIn));
            services.TryAddSingleton<RepricingEndpoint>();
            services.TryAddSingleton<UnpricedEndpoint>();
            services.TryAddSingleton<TraceCostEndpoint>();
            services.TryAddSingleton<SpanScan>();
            services.TryAddSingleton<ConventionEndpoint>();
            services.TryAddSingleton<UnmappedEndpoint>();
            services.TryAddSingleton<SpanDetails>();
            services.TryAddSingleton<TraceOpening>();
            services.TryAddSingleton<KnownFindings>();
            services.TryAddSingleton<RunEndpoints>();
            services.TryAddSingleton<TraceEndpoints>();
            services.TryAddSingleton<TraceExport>();
            services.TryAddSingleton<MetricEndpoints>();
            services.TryAddSingleton<LogEndpoints>();
            services.TryAddSingleton<RemovalEndpoints>();
            services.TryAddSingleton<PinEndpoints>();
            services.TryAddSingleton<UsageEndpoints>();
            services.TryAddSingleton<CostChangeEndpoint>();
            services.TryAddSingleton<AttributeEndpoints>();
            services.TryAddSingleton<ReceiverAddresses>();
            services.TryAddSingleton<ReceiverEndpoint>();
            services.TryAddSingleton<AggregateEndpoint>();
            services.TryAddSingleton<TextSearchEndpoint>();
            services.TryAddSingleton<QueryCompletionEndpoint>();
            services.TryAddSingleton<WebPages>();
            return services;
        }
    }

    extension(IEndpointRouteBuilder routes)
    {
        /// <summary>Maps <c>/api/v1/…</c> and, for everything that nothing else answers, the pages.</summary>
        public void MapDashboard()
        {
            routes.ServiceProvider.GetRequiredService<TraceEndpoints>().Map(routes);
            routes.ServiceProvider.GetRequiredService<TraceExport>().Map(routes);
            routes.ServiceProvider.GetRequiredService<RunEndpoints>().Map(routes);
            routes.ServiceProvider.GetRequiredService<TextSearchEndpoint>().Map(routes);
            routes.ServiceProvider.GetRequiredService<MetricEndpoints>().Map(routes);
            routes.ServiceProvider.GetRequiredService<LogEndpoints>().Map(routes);
            routes.ServiceProvider.GetRequiredService<UnpricedEndpoint>().Map(routes);
            routes.ServiceProvider.GetRequiredService<TraceCostEndpoint>().Map(routes);
            routes.ServiceProvider.GetRequiredService<ConventionEndpoint>().Map(routes);
            routes.ServiceProvider.GetRequiredService<ReceiverEndpoint>().Map(routes);
            if (routes.ServiceProvider.GetService<ITraceRepricing>() is not null)
            {
                routes.ServiceProvider.GetRequiredService<RepricingEndpoint>().Map(routes);
            }

            if (routes.ServiceProvider.GetService<TelemetryRemoval>() is not null)
            {
                routes.ServiceProvider.GetRequiredService<RemovalEndpoints>().Map(routes);
            }

            if (routes.ServiceProvider.GetService<ITracePins>() is not null)
            {
                routes.ServiceProvider.GetRequiredService<PinEndpoints>().Map(routes);
            }

            if (routes.ServiceProvider.GetService<ITraceStatistics>() is not null)
            {
                routes.ServiceProvider.GetRequiredService<UsageEndpoints>().Map(routes);
                routes.ServiceProvider.GetRequiredService<AggregateEndpoint>().Map(routes);
                routes.ServiceProvider.GetRequiredService<CostChangeEndpoint>().Map(routes);
            }

            if (routes.ServiceProvider.GetService<IAttributeCatalogue>() is not null)
            {
                routes.ServiceProvider.GetRequiredService<AttributeEndpoints>().Map(routes);
                routes.ServiceProvider.GetRequiredService<UnmappedEndpoint>().Map(routes);
                routes.ServiceProvider.GetRequiredService<QueryCompletionEndpoint>().Map(routes);
            }

            routes.MapFallback("{**path}", routes.ServiceProvider.GetRequiredService<WebPages>().AnswerAsync);
        }
    }
}
