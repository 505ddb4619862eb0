using OpenTelemetry.Trace;
using OtelGenAI.Export.TenantRouting;

namespace OtelGenAI;

/// <summary>Sends each tenant's spans to that tenant.</summary>
public static class GenAITenantExportExtensions
{
    extension(TracerProviderBuilder builder)
    {
        /// <summary>Sends spans to the receiver of the tenant on whose behalf they were recorded, with that tenant's credentials.</summary>
        /// <param name="configure">Says which tenant's spans go where.</param>
        /// <returns>The same builder.</returns>
        /// <exception cref="ArgumentException"><see cref="GenAITenantExportOptions.Resolve"/> is missing, or a limit is none.</exception>
        /// <remarks>
        /// The tenant is that of <see cref="GenAI.BeginContext"/>: whoever writes a service names nobody's key. A span without a tenant of its own, such as the HTTP
        /// request below a model call, is of the tenant of the nearest span around it in this process. Each tenant has a queue and a thread, so that a receiver
        /// which hangs delays nobody else. It replaces an exporter; together with one everything goes there too.
        /// </remarks>
        public TracerProviderBuilder AddGenAITenantExporter(Action<GenAITenantExportOptions> configure)
        {
            var options = new GenAITenantExportOptions();
            configure(options);
            if (options.Resolve is null)
            {
                throw new ArgumentException($"{nameof(options.Resolve)} has to say where a tenant's spans go.", nameof(configure));
            }

            if (options.MaxTenants < 1 || options.RefreshAfter <= TimeSpan.Zero || options.Delay <= TimeSpan.Zero)
            {
                throw new ArgumentException($"{nameof(options.MaxTenants)}, {nameof(options.RefreshAfter)} and {nameof(options.Delay)} have to be more than nothing.", nameof(configure));
            }

            return builder.AddProcessor(_ => new TenantRouter(options));
        }
    }
}
