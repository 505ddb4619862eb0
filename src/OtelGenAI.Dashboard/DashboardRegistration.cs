using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OtelGenAI.Dashboard.Api;
using OtelGenAI.Dashboard.OpenApi;
using OtelGenAI.Dashboard.Pages;
using OtelGenAI.Pricing;
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
            services.TryAddSingleton<KnownTrees>();
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
            services.TryAddSingleton<SavedViewEndpoints>();
            services.TryAddSingleton<TraceScan>();
            services.TryAddSingleton<PromptEndpoint>();
            services.TryAddSingleton<ToolRetryEndpoint>();
            services.TryAddSingleton<TextHits>();
            services.TryAddSingleton<TextSearchEndpoint>();
            services.TryAddSingleton<TraceTextEndpoint>();
            services.TryAddSingleton<TraceExchanges>();
            services.TryAddSingleton<ExchangeEndpoint>();
            services.TryAddSingleton<QueryCompletionEndpoint>();
            services.TryAddSingleton<WebPages>();
            return services.AddApiDocument();
        }
    }

    extension(IEndpointRouteBuilder routes)
    {
        /// <summary>Maps <c>/api/v1/…</c> and, for everything that nothing else answers, the pages.</summary>
        public void MapDashboard()
        {
            var api = routes.MapGroup("").WithDescriptions();
            api.MapApiDocument();
            routes.ServiceProvider.GetRequiredService<TraceEndpoints>().Map(api);
            routes.ServiceProvider.GetRequiredService<TraceExport>().Map(api);
            routes.ServiceProvider.GetRequiredService<RunEndpoints>().Map(api);
            routes.ServiceProvider.GetRequiredService<TextSearchEndpoint>().Map(api);
            routes.ServiceProvider.GetRequiredService<TraceTextEndpoint>().Map(api);
            routes.ServiceProvider.GetRequiredService<ExchangeEndpoint>().Map(api);
            routes.ServiceProvider.GetRequiredService<PromptEndpoint>().Map(api);
            routes.ServiceProvider.GetRequiredService<ToolRetryEndpoint>().Map(api);
            routes.ServiceProvider.GetRequiredService<MetricEndpoints>().Map(api);
            routes.ServiceProvider.GetRequiredService<LogEndpoints>().Map(api);
            routes.ServiceProvider.GetRequiredService<UnpricedEndpoint>().Map(api);
            routes.ServiceProvider.GetRequiredService<TraceCostEndpoint>().Map(api);
            routes.ServiceProvider.GetRequiredService<ConventionEndpoint>().Map(api);
            routes.ServiceProvider.GetRequiredService<ReceiverEndpoint>().Map(api);
            if (routes.ServiceProvider.GetService<ITraceRepricing>() is not null)
            {
                routes.ServiceProvider.GetRequiredService<RepricingEndpoint>().Map(api);
            }

            if (routes.ServiceProvider.GetService<TelemetryRemoval>() is not null)
            {
                routes.ServiceProvider.GetRequiredService<RemovalEndpoints>().Map(api);
            }

            if (routes.ServiceProvider.GetService<ISavedViews>() is not null)
            {
                routes.ServiceProvider.GetRequiredService<SavedViewEndpoints>().Map(api);
            }

            if (routes.ServiceProvider.GetService<ITracePins>() is not null)
            {
                routes.ServiceProvider.GetRequiredService<PinEndpoints>().Map(api);
            }

            if (routes.ServiceProvider.GetService<ITraceStatistics>() is not null)
            {
                routes.ServiceProvider.GetRequiredService<UsageEndpoints>().Map(api);
                routes.ServiceProvider.GetRequiredService<AggregateEndpoint>().Map(api);
                routes.ServiceProvider.GetRequiredService<CostChangeEndpoint>().Map(api);
            }

            if (routes.ServiceProvider.GetService<IAttributeCatalogue>() is not null)
            {
                routes.ServiceProvider.GetRequiredService<AttributeEndpoints>().Map(api);
                routes.ServiceProvider.GetRequiredService<UnmappedEndpoint>().Map(api);
                routes.ServiceProvider.GetRequiredService<QueryCompletionEndpoint>().Map(api);
            }

            routes.MapFallback("{**path}", routes.ServiceProvider.GetRequiredService<WebPages>().AnswerAsync);
        }
    }
}
