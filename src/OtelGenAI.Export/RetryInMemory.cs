using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace OtelGenAI.Export;

/// <summary>Makes the exporter send again what was refused for the moment: by default it loses that.</summary>
/// <remarks>
/// The exporter (1.20) has no option for it in code and reads the variable from the configuration; so it is put there, in the memory of this process, unless
/// the operator said something.
/// </remarks>
internal static class RetryInMemory
{
    private const string Variable = "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY";

    /// <summary>Turns it on; call before an exporter is made.</summary>
    public static void TurnOn(IServiceProvider provider)
    {
        // A configuration without any source has no place for it.
        if (provider.GetService<IConfiguration>() is IConfigurationRoot root && root[Variable] is null && root.Providers.Any())
        {
            root[Variable] = "in_memory";
        }
    }
}
