using OtelGenAI.Otlp.Responses;

namespace OtelGenAI.Otlp.Schema;

/// <summary>The four levels that requests of every signal have: request, resource, scope, record.</summary>
/// <param name="Resources">Field of the request that holds resources.</param>
/// <param name="Scopes">Field of those that holds scopes.</param>
/// <param name="Records">Field of those that holds the spans, log records or metrics.</param>
internal sealed record SignalSchema(FieldSchema Resources, FieldSchema Scopes, FieldSchema Records)
{
    private const uint ContentField = 2;

    private static readonly SignalSchema Traces = Of(TraceSchema.Request);
    private static readonly SignalSchema Logs = Of(LogSchema.Request);
    private static readonly SignalSchema Metrics = Of(MetricSchema.Request);

    /// <summary>The levels of a signal.</summary>
    public static SignalSchema Of(OtlpSignal signal) => signal switch
    {
        OtlpSignal.Traces => Traces,
        OtlpSignal.Logs => Logs,
        OtlpSignal.Metrics => Metrics,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "There are three signals."),
    };

    private static SignalSchema Of(MessageSchema request)
    {
        var resources = request.Fields[0];
        var scopes = resources.Message!.ByNumber(ContentField)!;
        return new SignalSchema(resources, scopes, scopes.Message!.ByNumber(ContentField)!);
    }
}
