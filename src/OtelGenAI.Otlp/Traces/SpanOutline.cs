using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Otlp.Traces;

/// <summary>Writes a <c>Span</c> message of the columns of a span whose own message is gone, and says that it is.</summary>
internal static class SpanOutline
{
    // Source: trace.proto, "Span" and "Status".
    private const int TraceIdField = 1, SpanIdField = 2, ParentField = 4, NameField = 5, KindField = 6, StartField = 7, EndField = 8,
        AttributesField = 9, StatusField = 15, StatusCodeField = 3;

    // Source: common.proto, "KeyValue" and "AnyValue".
    private const int KeyField = 1, ValueField = 2, TextField = 1, IntegerField = 3, DoubleField = 4, ArrayField = 5;

    /// <summary>Writes it.</summary>
    /// <param name="span">The columns.</param>
    /// <param name="droppedBy">The rule by which the message was dropped.</param>
    public static byte[] Write(SpanRecord span, string droppedBy)
    {
        using var writer = new WireWriter();
        WriteIds(writer, span);
        writer.WriteField(NameField, Encoding.UTF8.GetBytes(span.Name));
        writer.WriteField(KindField, (ulong)(uint)span.SpanKind);
        WriteTime(writer, StartField, span.StartUnixNano);
        WriteTime(writer, EndField, span.EndUnixNano);
        WriteAttributes(writer, span);
        WriteText(writer, OtelGenAIAttributes.ContentDroppedBy, droppedBy);
        if (span.StatusCode != 0)
        {
            Nest(writer, StatusField, status => status.WriteField(StatusCodeField, (ulong)(uint)span.StatusCode));
        }

        return writer.WrittenSpan.ToArray();
    }

    private static void WriteIds(WireWriter writer, SpanRecord span)
    {
        Span<byte> id = stackalloc byte[TraceId.SizeBytes];
        span.TraceId.WriteTo(id);
        writer.WriteField(TraceIdField, id);
        id = id[..SpanId.SizeBytes];
        span.SpanId.WriteTo(id);
        writer.WriteField(SpanIdField, id);
        if (!span.ParentSpanId.IsNone)
        {
            span.ParentSpanId.WriteTo(id);
            writer.WriteField(ParentField, id);
        }
    }

    private static void WriteTime(WireWriter writer, int field, long unixNano)
    {
        writer.WriteVarint(((uint)field << 3) | WireType.Fixed64);
        writer.WriteFixed64((ulong)unixNano);
    }

    private static void WriteAttributes(WireWriter writer, SpanRecord span)
    {
        WriteText(writer, GenAIAttributes.OperationName, span.Operation);
        WriteText(writer, GenAIAttributes.ProviderName, span.Provider);
        WriteText(writer, GenAIAttributes.RequestModel, span.RequestModel);
        WriteText(writer, GenAIAttributes.ResponseModel, span.ResponseModel);
        WriteText(writer, GenAIAttributes.ResponseId, span.ResponseId);
        WriteTexts(writer, GenAIAttributes.ResponseFinishReasons, span.FinishReasons?.Split(','));
        WriteText(writer, GenAIAttributes.AgentName, span.AgentName);
        WriteText(writer, GenAIAttributes.ToolName, span.ToolName);
        WriteText(writer, GenAIAttributes.ToolCallId, span.ToolCallId);
        WriteText(writer, GenAIAttributes.ConversationId, span.ConversationId);
        WriteText(writer, UserAttributes.Id, span.UserId);
        WriteText(writer, ErrorAttributes.Type, span.ErrorType);
        WriteText(writer, OpenAIAttributes.ResponseServiceTier, span.ServiceTier);
        WriteInteger(writer, GenAIAttributes.UsageInputTokens, span.Tokens.Input);
        WriteInteger(writer, GenAIAttributes.UsageOutputTokens, span.Tokens.Output);
        WriteInteger(writer, GenAIAttributes.UsageCacheReadInputTokens, span.Tokens.CacheRead);
        WriteInteger(writer, GenAIAttributes.UsageCacheWriteInputTokens, span.Tokens.CacheWrite);
        WriteInteger(writer, GenAIAttributes.UsageReasoningOutputTokens, span.Tokens.Reasoning);
        WriteDouble(writer, GenAIAttributes.ResponseTimeToFirstChunk, span.TimeToFirstChunkSeconds);
        WriteDouble(writer, OtelGenAIAttributes.CostTotal, span.ReportedCostUsd);
    }

    private static void WriteText(WireWriter writer, string key, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            WriteAttribute(writer, key, value => value.WriteField(TextField, Encoding.UTF8.GetBytes(text)));
        }
    }

    private static void WriteTexts(WireWriter writer, string key, string[]? texts)
    {
        if (texts is { Length: > 0 })
        {
            WriteAttribute(writer, key, value => Nest(value, ArrayField, array =>
            {
                foreach (var text in texts)
                {
                    Nest(array, number: 1, element => element.WriteField(TextField, Encoding.UTF8.GetBytes(text)));
                }
            }));
        }
    }

    private static void WriteInteger(WireWriter writer, string key, long? number)
    {
        if (number is { } some)
        {
            WriteAttribute(writer, key, value => value.WriteField(IntegerField, unchecked((ulong)some)));
        }
    }

    private static void WriteDouble(WireWriter writer, string key, double? number)
    {
        if (number is { } some)
        {
            WriteAttribute(writer, key, value =>
            {
                value.WriteVarint((DoubleField << 3) | WireType.Fixed64);
                value.WriteFixed64(BitConverter.DoubleToUInt64Bits(some));
            });
        }
    }

    private static void WriteAttribute(WireWriter writer, string key, Action<WireWriter> writeValue) => Nest(writer, AttributesField, attribute =>
    {
        attribute.WriteField(KeyField, Encoding.UTF8.GetBytes(key));
        Nest(attribute, ValueField, writeValue);
    });

    private static void Nest(WireWriter writer, int number, Action<WireWriter> write)
    {
        const int LikelyLengthBytes = 1;
        writer.WriteVarint(((uint)number << 3) | WireType.Length);
        var start = writer.BeginLength(LikelyLengthBytes);
        write(writer);
        writer.EndLength(start, LikelyLengthBytes);
    }
}
