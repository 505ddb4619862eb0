using System.Diagnostics;
using OpenTelemetry;
using OtelGenAI.Content;
using OtelGenAI.Diagnostics;
using OtelGenAI.Http.Formats;
using OtelGenAI.Invocations;
using OtelGenAI.Metrics;

namespace OtelGenAI.Http;

/// <summary>Decides whether a recognised request becomes an invocation, and starts its span.</summary>
internal sealed class InvocationStarter(Func<Uri, bool>? filter, TimeProvider clock)
{
    private static InvocationStarter? s_current;

    /// <summary>The one of this process; <see langword="null"/> without instrumentation.</summary>
    public static InvocationStarter? Current
    {
        get => Volatile.Read(ref s_current);
        set => Volatile.Write(ref s_current, value);
    }

    /// <summary>Whether anybody would see what is recorded: false costs a request nothing.</summary>
    public static bool IsWanted => OwnTelemetry.Source.HasListeners() || InvocationMetrics.IsModelCallEnabled;

    /// <summary>Starts the span as a child of the current one, before the HTTP span exists.</summary>
    /// <returns><see langword="null"/> if there is nothing to record. The span, if any, stays current.</returns>
    public HttpInvocation? StartNested(RecognisedRequest request)
    {
        var caller = Activity.Current;
        return CallInProgress.IsRecorded || IsRefused(request)
            ? null
            : Covered(request, caller) ?? Start(request, caller, static (name, tags) => OwnTelemetry.Source.StartActivity(name, ActivityKind.Client, default(ActivityContext), tags));
    }

    /// <summary>Starts the span beside the HTTP span, which is current and stays so.</summary>
    /// <returns><see langword="null"/> if there is nothing to record.</returns>
    public HttpInvocation? StartSibling(RecognisedRequest request)
    {
        var http = Activity.Current;
        var caller = http?.Parent;
        if (CallInProgress.IsRecorded || IsRefused(request))
        {
            return null;
        }

        return Covered(request, caller) ?? Start(request, caller, (name, tags) =>
        {
            // With the caller in this process it is the current span for a moment; otherwise its identity is all there is.
            var parent = caller is null && http is not null && http.ParentSpanId != default
                ? new ActivityContext(http.TraceId, http.ParentSpanId, http.ActivityTraceFlags, http.TraceStateString)
                : default;
            Activity.Current = caller;
            var activity = OwnTelemetry.Source.StartActivity(name, ActivityKind.Client, parent, tags);
            Activity.Current = http;
            return activity;
        });
    }

    // OTLP exporters send through the same handlers, and ask not to be watched.
    private bool IsRefused(RecognisedRequest request)
    {
        if (Sdk.SuppressInstrumentation)
        {
            InstrumentationReport.Count(InstrumentationReport.Chapter.LeftOut, request.Host, "sent where instrumentation is suppressed");
            return true;
        }

        try
        {
            if (filter is null || filter(request.ToUri()))
            {
                return false;
            }

            InstrumentationReport.Count(InstrumentationReport.Chapter.LeftOut, request.Host, $"refused by {nameof(GenAIInstrumentationOptions.FilterHttpRequest)}");
            return true;
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(GenAIInstrumentationOptions.FilterHttpRequest), exception);
            return false;
        }
    }

    private HttpInvocation? Covered(RecognisedRequest request, Activity? caller) =>
        Operations.FindCoveringModelCall(caller) is { } covering
            ? new HttpInvocation(request, TargetOf(request), covering, caller, isCovered: true, ContentPolicy.Current, clock)
            : null;

    private HttpInvocation? Start(
        RecognisedRequest request,
        Activity? caller,
        Func<string, KeyValuePair<string, object?>[], Activity?> start)
    {
        var target = TargetOf(request);
        var activity = OwnTelemetry.Source.HasListeners() ? start(target.Operation, target.StartTags()) : null;
        if (activity is { IsAllDataRequested: false })
        {
            activity = null;
        }

        if (activity is null)
        {
            InstrumentationReport.Count(InstrumentationReport.Chapter.LeftOut, request.Host, "not sampled");
        }

        return activity is null && !InvocationMetrics.IsModelCallEnabled
            ? null
            : new HttpInvocation(request, target, activity, caller, isCovered: false, ContentPolicy.Current, clock);
    }

    private static InvocationTarget TargetOf(RecognisedRequest request) =>
        InvocationTarget.Of(request.Format.Operation, ProviderHosts.ProviderOf(request.Host, request.Port, request.Format), request.Host, request.Port);
}
