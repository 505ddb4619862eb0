using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace OtelGenAI.Http;

/// <summary>Reads one property of the payloads of one of HttpClient's diagnostic events, whose types are private to the runtime.</summary>
/// <param name="name">Name of the property.</param>
internal sealed class DiagnosticPayload<T>(string name)
{
    // The payloads of an event are of one type; of another runtime's, should one ever share the process, the last one seen is remembered.
    private Known? _known;

    /// <summary>Reads the property.</summary>
    /// <returns><see langword="default"/> without a payload, without the property, or if it is something else.</returns>
    public T? Of(object? payload)
    {
        if (payload is null)
        {
            return default;
        }

        var known = Volatile.Read(ref _known);
        if (known is null || known.Type != payload.GetType())
        {
            known = new Known(payload.GetType(), PropertyOf(payload.GetType(), name));
            Volatile.Write(ref _known, known);
        }

        return known.Property?.GetValue(payload) is T value ? value : default;
    }

    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2070",
        Justification = "The runtime marks the properties of these payload types with DynamicDependency (DiagnosticsHandler), just for subscribers like this one.")]
    private static PropertyInfo? PropertyOf(Type type, string name) => type.GetProperty(name);

    private sealed record Known(Type Type, PropertyInfo? Property);
}
