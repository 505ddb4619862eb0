using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace OtelGenAI;

/// <summary>Records calls of services that go through an interface without attributes.</summary>
public static class GenAIObservedServiceExtensions
{
    /// <summary>Adds a service whose marked methods are recorded, whoever calls them through the interface.</summary>
    /// <typeparam name="TService">The interface.</typeparam>
    /// <typeparam name="TImplementation">The class, whose methods have an <see cref="ObservedAttribute"/>, or those of the interface.</typeparam>
    /// <param name="services">Where to add it. The class itself is added too, with the same lifetime, if it is not there.</param>
    /// <param name="lifetime">How long it lives.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="InvalidOperationException">
    /// The generator of this package has not replaced the call: the type arguments have to be an interface without static or <c>init</c> members and a class, both
    /// named where it is called and visible in the project.
    /// </exception>
    /// <remarks>What the container makes is a class written by the generator that records and passes on: no proxy of run time, no reflection.</remarks>
    public static IServiceCollection AddGenAIObserved<
        TService, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>(
        this IServiceCollection services,
        ServiceLifetime lifetime = ServiceLifetime.Scoped)
        where TService : class
        where TImplementation : class, TService =>
        throw new InvalidOperationException(
            $"{nameof(AddGenAIObserved)}<{typeof(TService).Name}, {typeof(TImplementation).Name}> was not replaced by the generator of OtelGenAI. It needs an interface " +
            "without static or init members and a class, both named at the call and visible in the project, and the package's props (InterceptorsNamespaces).");
}
