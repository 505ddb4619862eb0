using System.Diagnostics;
using OtelGenAI.Diagnostics;
using OtelGenAI.Http;
using OtelGenAI.Tap;

namespace OtelGenAI.Context;

/// <summary>Lets ids of the context travel with requests that may carry them, and leaves everything else to the propagator of before.</summary>
/// <remarks>
/// HttpClient and MCP take the process's propagator when a handler or a session is made: those made before stay as they were. MCP's carrier is the
/// message, whose <c>_meta</c> it reads and writes; its server asks only for the trace context, and the baggage is read on that occasion.
/// </remarks>
internal sealed class ContextPropagator(DistributedContextPropagator inner, GenAIBaggageScope scope, IReadOnlyList<string> hosts) : DistributedContextPropagator
{
    public override IReadOnlyCollection<string> Fields { get; } = [.. inner.Fields.Append(ContextBaggage.HeaderName).Distinct()];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        var context = AmbientContext.Current;
        if (setter is null || context is not { IsBaggage: true } || !MayCarry(carrier))
        {
            inner.Inject(activity, carrier, setter);
            return;
        }

        string? present = null;
        inner.Inject(activity, carrier, (target, name, value) =>
        {
            if (name == ContextBaggage.HeaderName)
            {
                present = value;
            }
            else
            {
                setter(target, name, value);
            }
        });
        if (ContextBaggage.Merge(present, context) is { } merged)
        {
            setter(carrier, ContextBaggage.HeaderName, merged);
        }
    }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        inner.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);
        if (getter is null || !IsMcp(carrier))
        {
            return;
        }

        try
        {
            getter(carrier, ContextBaggage.HeaderName, out var header, out _);
            var arrived = header is null ? null : ContextBaggage.Read(name => ContextBaggage.Find(header, name));
            if (arrived is not null || AmbientContext.Current is { HasArrived: true })
            {
                // What came with one message does not hold for the next.
                AmbientContext.Current = arrived;
            }
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(ContextPropagator), exception);
        }
    }

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) =>
        inner.ExtractBaggage(carrier, getter);

    private bool MayCarry(object? carrier) => carrier switch
    {
        HttpRequestMessage request => scope == GenAIBaggageScope.OwnServices && request.RequestUri is { IsAbsoluteUri: true } uri &&
            hosts.Any(host => GenAISources.Matches(host, uri.Host)) && RecognisedRequest.From(uri) is null,
        _ => IsMcp(carrier),
    };

    // By name: the instrumentation does not depend on what it instruments.
    private static bool IsMcp(object? carrier) => carrier?.GetType().FullName?.StartsWith("ModelContextProtocol.", StringComparison.Ordinal) == true;
}
