using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace OtelGenAI.Http;

/// <summary>Reads the payloads of HttpClient's diagnostic events, whose types are private to the runtime.</summary>
internal sealed class DiagnosticPayload
{
    private readonly ConcurrentDictionary<(Type Type, string Name), PropertyInfo?> _properties = new();

    public HttpRequestMessage? Request(object? payload) => Read(payload, nameof(Request)) as HttpRequestMessage;

    public HttpResponseMessage? Response(object? payload) => Read(payload, nameof(Response)) as HttpResponseMessage;

    public Exception? Exception(object? payload) => Read(payload, nameof(Exception)) as Exception;

    public TaskStatus? RequestTaskStatus(object? payload) => Read(payload, nameof(RequestTaskStatus)) as TaskStatus?;

    private object? Read(object? payload, string name)
    {
        if (payload is null)
        {
            return null;
        }

        var property = _properties.GetOrAdd((payload.GetType(), name), static key => PropertyOf(key.Type, key.Name));
        return property?.GetValue(payload);
    }

    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2070",
        Justification = "The runtime marks the properties of these payload types with DynamicDependency (DiagnosticsHandler), just for subscribers like this one.")]
    private static PropertyInfo? PropertyOf(Type type, string name) => type.GetProperty(name);
}
