using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Statistics;

/// <summary>What the spans of one roll-up have in common. A text that is not there is <see langword="null"/>.</summary>
internal readonly record struct UsageKey(
    string? Service, string? Environment, ObservationKind Kind, string? Operation, string? Provider, string? Model, string? Tool, string? Agent)
{
    /// <summary>Stands for every value when there are more different ones than are told apart.</summary>
    public const string Other = "(other)";

    private const int MaxTextLength = 200;

    /// <summary>The key of a span that was just read.</summary>
    public static UsageKey Of(TelemetryBatch batch, int spanIndex, Utf8StringPool strings)
    {
        ref readonly var columns = ref batch.Columns[spanIndex];
        ref readonly var resource = ref batch.ResourceColumns[batch.Spans[spanIndex].ResourceIndex];
        return new UsageKey(
            Short(strings.Get(resource.ServiceName.Span)),
            Short(strings.Get(resource.Environment.Span)),
            columns.Kind,
            Short(strings.Get(columns.Operation.Span)),
            Short(strings.Get(columns.Provider.Span)),
            Short(strings.Get(columns.ResponseModel.IsEmpty ? columns.RequestModel.Span : columns.ResponseModel.Span)),
            Short(strings.Get(columns.ToolName.Span)),
            Short(strings.Get(columns.AgentName.Span)));
    }

    /// <summary>The key of a stored span.</summary>
    public static UsageKey Of(SpanRecord span) => new(
        Short(span.Service), Short(span.Environment), span.Kind, Short(span.Operation), Short(span.Provider),
        Short(span.ResponseModel ?? span.RequestModel), Short(span.ToolName), Short(span.AgentName));

    /// <summary>The key that takes what there is no room for: only the kind is kept.</summary>
    public UsageKey WithoutNames() => new(Other, Other, Kind, Other, Other, Other, Other, Other);

    /// <summary>The value of a dimension.</summary>
    public string? this[UsageDimension dimension] => dimension switch
    {
        UsageDimension.Service => Service,
        UsageDimension.Environment => Environment,
        UsageDimension.Kind => Kind.Name,
        UsageDimension.Operation => Operation,
        UsageDimension.Provider => Provider,
        UsageDimension.Model => Model,
        UsageDimension.Tool => Tool,
        UsageDimension.Agent => Agent,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension)),
    };

    // A name that is a page of text would make the key table one.
    private static string? Short(string? text) => text?.Length > MaxTextLength ? text[..MaxTextLength] : text;
}
