using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Diagnostics;
using OtelGenAI.Versions;

namespace OtelGenAI.Events;

/// <summary>The conventions' events about model calls and what they were worth.</summary>
internal static class InferenceEvents
{
    // The registry asks for debug: it repeats a span that is exported anyway.
    private const LogLevel DetailsLevel = LogLevel.Debug;

    private const string ContentProperty = "OtelGenAI.EventContent";

    /// <summary>Keeps content for the event of a call whose span is somebody else's and ends later; it never becomes part of the span.</summary>
    public static void KeepContentFor(Activity activity, IReadOnlyList<KeyValuePair<string, object?>> content) => activity.SetCustomProperty(ContentProperty, content);

    /// <summary>Content that was kept, or <see langword="null"/>.</summary>
    public static IReadOnlyList<KeyValuePair<string, object?>>? ContentKeptFor(Activity activity) =>
        activity.GetCustomProperty(ContentProperty) as IReadOnlyList<KeyValuePair<string, object?>>;

    /// <summary>Tells everything about a model call that is about to end, or just has.</summary>
    /// <param name="activity">Its span, with all its tags.</param>
    /// <param name="content">Content that is not on the span; <see langword="null"/> if it is, or if there is none.</param>
    /// <param name="policy">Decides about content.</param>
    public static void EmitDetails(Activity activity, IReadOnlyList<KeyValuePair<string, object?>>? content, ContentPolicy policy)
    {
        if (!policy.EmitsDetails || !GenAIEventLog.IsEnabled(DetailsLevel))
        {
            return;
        }

        try
        {
            var attributes = new List<KeyValuePair<string, object?>>();
            foreach (var (key, value) in activity.EnumerateTagObjects())
            {
                if (policy.WritesEvents || !ContentAttributes.TryGetKind(key, out _))
                {
                    attributes.Add(new(key, value));
                }
            }

            if (policy.WritesEvents && !policy.WritesSpans && content is not null)
            {
                attributes.AddRange(content);
            }

            if (policy.HasEarlierNames)
            {
                var operation = activity.GetTagItem(GenAIAttributes.OperationName) as string;
                attributes = attributes.ConvertAll(attribute => Core136Names.Of(operation, attribute));
            }

            if (activity.IsStopped)
            {
                // A span that has ended cannot be current any more.
                GenAIEventLog.Write(DetailsLevel, GenAIEvents.ClientInferenceOperationDetails, attributes, activity.Context);
            }
            else
            {
                GenAIEventLog.Write(DetailsLevel, GenAIEvents.ClientInferenceOperationDetails, attributes, activity);
            }
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(InferenceEvents), exception);
        }
    }

    /// <summary>Tells what an answer was worth.</summary>
    /// <param name="attributes">Name, score and the rest.</param>
    /// <param name="target">The span that was evaluated; <see langword="null"/> for the current one.</param>
    public static void EmitEvaluation(IReadOnlyList<KeyValuePair<string, object?>> attributes, ActivityContext? target)
    {
        try
        {
            if (target is { } about && about.SpanId != Activity.Current?.SpanId)
            {
                GenAIEventLog.Write(LogLevel.Information, GenAIEvents.EvaluationResult, attributes, about);
            }
            else
            {
                GenAIEventLog.Write(LogLevel.Information, GenAIEvents.EvaluationResult, attributes, about: null);
            }
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(InferenceEvents), exception);
        }
    }
}
