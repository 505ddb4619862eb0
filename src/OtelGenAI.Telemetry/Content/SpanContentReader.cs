using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Content;

/// <summary>Reads what a span said, from its attributes and events in whatever dialect.</summary>
/// <remarks>Runs when somebody looks at a span, not when it arrives: on arrival content is only stored.</remarks>
public static class SpanContentReader
{
    /// <summary>Reads one span.</summary>
    /// <param name="batch">The batch that holds it, read by a dialect reader.</param>
    /// <param name="spanIndex">Which of its spans.</param>
    public static SpanContent Read(TelemetryBatch batch, int spanIndex) => Read(batch, spanIndex, batch.Columns[spanIndex].Kind);

    /// <summary>Reads one span of a kind that is known.</summary>
    /// <param name="batch">The batch that holds it, which no dialect reader need have read.</param>
    /// <param name="spanIndex">Which of its spans.</param>
    /// <param name="kind">What the span is.</param>
    public static SpanContent Read(TelemetryBatch batch, int spanIndex, ObservationKind kind)
    {
        ref readonly var span = ref batch.Spans[spanIndex];
        var content = new SpanContent();
        new AttributeContent(batch, span.Attributes).AddTo(content, kind);
        for (var i = span.Events.First; i < span.Events.First + span.Events.Count; i++)
        {
            var name = Encoding.UTF8.GetString(batch.Bytes(batch.Events[i].Name));
            if (name == GenAIEvents.ClientInferenceOperationDetails)
            {
                new AttributeContent(batch, batch.Events[i].Attributes).AddTo(content, kind);
            }
            else
            {
                MessageEvents.Add(content, name, ValueJson.ToObject(batch, batch.Events[i].Attributes));
            }
        }

        return content;
    }
}
