using System.Diagnostics;
using OtelGenAI.Content;
using OtelGenAI.Context;
using OtelGenAI.Conventions;
using OtelGenAI.Cost;
using OtelGenAI.Diagnostics;
using OtelGenAI.Events;
using OtelGenAI.Tools;
using OtelGenAI.Versions;

namespace OtelGenAI.Tap;

/// <summary>Sees every GenAI span, whoever made it, before any processor or exporter does.</summary>
/// <remarks>
/// The provider creates its instrumentations before it adds its own listener, so a listener made there is called first, in whatever order the
/// application registered exporters. A processor could not promise that.
/// </remarks>
internal sealed class SpanTap : IDisposable
{
    private readonly string[] _patterns;
    private readonly GenAIDuplicateHandling _duplicates;
    private readonly bool _acceptsBaggage;
    private readonly bool _hasEarlierNames;
    private readonly ActivityListener _listener;

    public SpanTap(GenAIInstrumentationOptions options)
    {
        _patterns = [GenAI.SourceName, .. GenAISources.NativeSources, .. options.AdditionalSources];
        _duplicates = options.Duplicates;
        _acceptsBaggage = options.BaggageScope == GenAIBaggageScope.OwnServices;
        _hasEarlierNames = options.ConventionsVersion == GenAIConventionsVersion.Core136;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => Array.Exists(_patterns, pattern => GenAISources.Matches(pattern, source.Name)),
            ActivityStarted = Started,
            ActivityStopped = Stopped,
        };
    }

    public void Start() => ActivitySource.AddActivityListener(_listener);

    public void Dispose() => _listener.Dispose();

    private void Started(Activity activity)
    {
        if (!activity.IsAllDataRequested)
        {
            return;
        }

        try
        {
            (AmbientContext.Current ?? ArrivedContext(activity))?.Stamp(activity);
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(AmbientContext), exception);
        }
    }

    // A service that called us said for whom; the server's span above has it.
    private AmbientContext? ArrivedContext(Activity activity) =>
        _acceptsBaggage && activity.Parent is not null ? ContextBaggage.Read(activity.GetBaggageItem) : null;

    private void Stopped(Activity activity)
    {
        if (!activity.IsAllDataRequested)
        {
            return;
        }

        try
        {
            AmbientContext.Current?.StampPrompt(activity);
            if (activity.GetTagItem(GenAIAttributes.OperationName) is GenAIOperationNameValues.ExecuteTool)
            {
                ToolSynthesis.Recorded(activity);
            }

            NativeSpans.Normalise(activity, ContentPolicy.Current);
            Finish(activity);
            if (_hasEarlierNames)
            {
                Core136Names.Apply(activity);
            }
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(SpanTap), exception);
        }
    }

    private void Finish(Activity activity)
    {
        if (_duplicates == GenAIDuplicateHandling.Demote && DuplicateSpans.TryDemote(activity))
        {
            InstrumentationReport.Count(InstrumentationReport.Chapter.LeftOut, activity.Source.Name, "a second span of a call, kept as detail and not counted");
            return;
        }

        CallCosts.Write(activity, activity.Duration);
        NativeSpans.CountCall(activity);
        NativeSpans.RecordMissingMetrics(activity);
        NativeSpans.EmitMissingEvent(activity, ContentPolicy.Current);
        OperationLog.Write(activity);
        if (activity.GetTagItem(GenAIAttributes.OperationName) is string operation)
        {
            InstrumentationReport.Count(InstrumentationReport.Chapter.Recorded, activity.Source.Name, operation);
        }
    }
}
