using System.Text;
using OtelGenAI.Pricing;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Tests.Builders;

/// <summary>Says what a span of a test is. Its payload is its own description, so two specs have the same payload only when they are equal.</summary>
internal sealed record SpanSpec
{
    public int Trace { get; init; } = 1;

    public int Id { get; init; } = 1;

    public int Parent { get; init; }

    public string Name { get; init; } = "step";

    public double Start { get; init; }

    public double Seconds { get; init; } = 1;

    /// <summary>Start exactly as a client sends it, instead of <see cref="Start"/>.</summary>
    public ulong? RawStart { get; init; }

    /// <summary>End exactly as a client sends it, instead of <see cref="Seconds"/>.</summary>
    public ulong? RawEnd { get; init; }

    public int Status { get; init; }

    public int SpanKind { get; init; } = 1;

    public ObservationKind Kind { get; init; }

    public SpanFlags Flags { get; init; }

    public string Operation { get; init; } = "";

    public string Provider { get; init; } = "";

    public string RequestModel { get; init; } = "";

    public string ResponseModel { get; init; } = "";

    public string ResponseId { get; init; } = "";

    public string FinishReasons { get; init; } = "";

    public string Agent { get; init; } = "";

    public string Tool { get; init; } = "";

    public string ToolCallId { get; init; } = "";

    public string Conversation { get; init; } = "";

    public string User { get; init; } = "";

    public string ErrorType { get; init; } = "";

    public TokenUsage Tokens { get; init; }

    public double? TimeToFirstChunk { get; init; }

    public string ServiceTier { get; init; } = "";

    public double? ReportedCost { get; init; }

    /// <summary>What it says of its trace, as the dialect reader writes it.</summary>
    public string? Labels { get; init; }

    public ResourceSpec Resource { get; init; } = new();

    public string Scope { get; init; } = "scope of the tests";

    /// <summary>The payload, instead of the description.</summary>
    public ReadOnlyMemory<byte>? Payload { get; init; }

    public TraceId TraceId => Some.TraceId(Trace);

    public SpanId SpanId => Some.SpanId(Id);

    // Internal, so that ToString, which it is made of, does not print it.
    internal ReadOnlyMemory<byte> Message => Payload ?? Encoding.UTF8.GetBytes(ToString());

    public void WriteTo(TelemetryBatch batch, int resource, int scope)
    {
        var name = Some.Text(batch, Name);
        var message = batch.AddBytes(Message.Span);
        ref var span = ref batch.AddSpan();
        span.TraceId = TraceId;
        span.SpanId = SpanId;
        span.ParentSpanId = Some.SpanId(Parent);
        span.StartUnixNano = RawStart ?? (ulong)Some.Second(Start);
        span.EndUnixNano = RawEnd ?? (ulong)Some.Second(Start + Seconds);
        span.ResourceIndex = resource;
        span.ScopeIndex = scope;
        span.Name = name;
        span.Message = message;
        span.SpanKind = SpanKind;
        span.StatusCode = Status;
    }

    public void WriteTo(ref GenAIColumns columns)
    {
        columns.Kind = Kind;
        columns.Flags = Flags;
        columns.Operation = Encoding.UTF8.GetBytes(Operation);
        columns.Provider = Encoding.UTF8.GetBytes(Provider);
        columns.RequestModel = Encoding.UTF8.GetBytes(RequestModel);
        columns.ResponseModel = Encoding.UTF8.GetBytes(ResponseModel);
        columns.ResponseId = Encoding.UTF8.GetBytes(ResponseId);
        columns.FinishReasons = Encoding.UTF8.GetBytes(FinishReasons);
        columns.AgentName = Encoding.UTF8.GetBytes(Agent);
        columns.ToolName = Encoding.UTF8.GetBytes(Tool);
        columns.ToolCallId = Encoding.UTF8.GetBytes(ToolCallId);
        columns.ConversationId = Encoding.UTF8.GetBytes(Conversation);
        columns.UserId = Encoding.UTF8.GetBytes(User);
        columns.ErrorType = Encoding.UTF8.GetBytes(ErrorType);
        columns.Tokens = Tokens;
        columns.TimeToFirstChunkSeconds = TimeToFirstChunk;
        columns.ServiceTier = Encoding.UTF8.GetBytes(ServiceTier);
        columns.ReportedCostUsd = ReportedCost;
        columns.Labels = Labels;
    }
}

/// <summary>Says what a resource of a test is.</summary>
internal sealed record ResourceSpec(string Service = "api", string Release = "1.2.3", string Environment = "test")
{
    // Internal like the envelope: it follows from what a real one holds.
    internal string? Labels { get; init; }

    // Internal, so that ToString, which it is made of, does not print it.
    internal byte[] Envelope => Encoding.UTF8.GetBytes(ToString());

    public void WriteTo(ref ResourceColumns columns)
    {
        columns.ServiceName = Encoding.UTF8.GetBytes(Service);
        columns.ServiceVersion = Encoding.UTF8.GetBytes(Release);
        columns.Environment = Encoding.UTF8.GetBytes(Environment);
        columns.Labels = Labels;
    }
}
