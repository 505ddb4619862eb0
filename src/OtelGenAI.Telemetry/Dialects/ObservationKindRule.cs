using System.Numerics;
using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Decides what a span is, and can say why.</summary>
internal sealed class ObservationKindRule
{
    private const int ServerSpanKind = 2;

    private readonly KindByValue?[] _byName =
        [.. DialectRegistry.Dialects.Select(dialect => dialect.Kinds.FirstOrDefault(rule => rule.From.Length == 0) is { } rule ? new KindByValue(0, rule.Values) : null)];

    /// <summary>What the span is, and which rule says so.</summary>
    public (ObservationKind Kind, KindReason Reason) Decide(in SpanReading reading, in GenAIColumns columns, ReadOnlySpan<byte> spanName, int spanKind)
    {
        // The server's view of a tool call carries the same operation as the client's; the tool ran once, where it was called from.
        if (reading.Has(AttributeSlot.McpMethod) && spanKind == ServerSpanKind)
        {
            return (ObservationKind.Mcp, KindReason.McpServer);
        }

        if (reading.KindRank > 0)
        {
            return (reading.Kind, KindReason.Attribute);
        }

        if (reading.Dialects != 0 && _byName[BitOperations.TrailingZeroCount(reading.Dialects)] is { } names && names.TryMatchBeginning(spanName, out var byName))
        {
            return (byName, KindReason.SpanName);
        }

        if (reading.Has(AttributeSlot.McpMethod))
        {
            return (ObservationKind.Mcp, KindReason.Mcp);
        }

        if (!columns.Operation.IsEmpty)
        {
            return (ObservationKind.Span, KindReason.UnknownOperation);
        }

        // Conventions 1.26 had no operation name: a provider and a model made an inference. Tokens beside a model do too.
        var hasModel = !columns.RequestModel.IsEmpty || !columns.ResponseModel.IsEmpty;
        if (hasModel && (!columns.Provider.IsEmpty || !columns.Tokens.IsEmpty))
        {
            return (ObservationKind.Llm, KindReason.ProviderAndModel);
        }

        if (!columns.ToolName.IsEmpty || !columns.ToolCallId.IsEmpty)
        {
            return (ObservationKind.Tool, KindReason.ToolName);
        }

        return (ObservationKind.Span, KindReason.Nothing);
    }

    /// <summary>The sentence for a reason.</summary>
    public static string Sentence(KindReason reason, TelemetryBatch batch, in SpanReading reading) => reason switch
    {
        KindReason.McpServer => $"{McpAttributes.MethodName} on a server span",
        KindReason.Attribute => Encoding.UTF8.GetString(batch.Bytes(batch.Attributes[reading.KindSource].Key)),
        KindReason.SpanName => "the name of the span, in this dialect",
        KindReason.Mcp => McpAttributes.MethodName,
        KindReason.UnknownOperation => $"{GenAIAttributes.OperationName} has a value that names no kind",
        KindReason.ProviderAndModel => "a model with a provider or tokens, without an operation name",
        KindReason.ToolName => $"{GenAIAttributes.ToolName} without an operation name",
        _ => "no GenAI attribute names a kind",
    };
}

/// <summary>Which rule decided a kind.</summary>
internal enum KindReason : byte
{
    Nothing,
    McpServer,
    Attribute,
    SpanName,
    Mcp,
    UnknownOperation,
    ProviderAndModel,
    ToolName,
}
