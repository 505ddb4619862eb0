using OtelGenAI.Collector.Metrics;

namespace OtelGenAI.Collector.Hosting;

/// <summary><c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>.</summary>
internal static class HealthEndpoints
{
    extension(IEndpointRouteBuilder routes)
    {
        public void MapHealth()
        {
            // Made before the first request, so that the first scrape already has every family.
            var text = routes.ServiceProvider.GetRequiredService<PrometheusText>();
            _ = routes.ServiceProvider.GetRequiredService<StoreMetrics>();
            var lifetime = routes.ServiceProvider.GetRequiredService<IHostApplicationLifetime>();

            routes.MapGet("/healthz", context => WriteAsync(context, "ok\n", "text/plain; charset=utf-8"));
            routes.MapGet("/readyz", context =>
            {
                if (lifetime.ApplicationStopping.IsCancellationRequested)
                {
                    context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                    return WriteAsync(context, "stopping\n", "text/plain; charset=utf-8");
                }

                return WriteAsync(context, "ready\n", "text/plain; charset=utf-8");
            });
            routes.MapGet("/metrics", context => WriteAsync(context, text.Write(), PrometheusText.ContentType));
        }
    }

    private static Task WriteAsync(HttpContext context, string text, string contentType)
    {
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
