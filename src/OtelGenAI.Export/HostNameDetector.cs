using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Resources;
using OtelGenAI.Conventions;

namespace OtelGenAI.Export;

/// <summary>Names the service after its host, where no variable does: better than <c>unknown_service</c>.</summary>
internal sealed class HostNameDetector(IServiceProvider provider) : IResourceDetector
{
    public Resource Detect()
    {
        var configuration = provider.GetService<IConfiguration>();
        var isNamed = !string.IsNullOrEmpty(configuration?["OTEL_SERVICE_NAME"]) ||
            configuration?["OTEL_RESOURCE_ATTRIBUTES"]?.Contains(ServiceAttributes.Name + "=", StringComparison.Ordinal) == true;
        return !isNamed && provider.GetService<IHostEnvironment>() is { ApplicationName: { Length: > 0 } name }
            ? new Resource([new(ServiceAttributes.Name, name)])
            : Resource.Empty;
    }
}
