using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OtelGenAI.Interception;

/// <summary>Adds services whose calls are recorded; for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ObservedServices
{
    /// <summary>Adds one.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="service">The interface.</param>
    /// <param name="implementation">The class.</param>
    /// <param name="lifetime">How long both live.</param>
    /// <param name="wrap">Puts the recording around an instance.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection Add(
        IServiceCollection services,
        Type service,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type implementation,
        ServiceLifetime lifetime,
        Func<object, object> wrap)
    {
        // By its own type it belongs to the container, which disposes it.
        services.TryAdd(new ServiceDescriptor(implementation, implementation, lifetime));
        services.Add(new ServiceDescriptor(service, provider => wrap(provider.GetRequiredService(implementation)), lifetime));
        return services;
    }
}
