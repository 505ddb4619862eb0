using OtelGenAI.Otlp.Attributes;
using OtelGenAI.Otlp.Resources;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Records;

/// <summary>Reads a request: resources, scopes in them, records in those; the same numbers of fields for all signals.</summary>
/// <typeparam name="TRecord">The signal.</typeparam>
internal static class RequestReading<TRecord>
    where TRecord : struct, IRecordReading
{
    /// <summary>Reads a whole request.</summary>
    public static OtlpDecodeResult Decode(TelemetryBatch batch, ReadOnlyMemory<byte> body, OtlpLimits limits)
    {
        const uint resourcesTag = (1 << 3) | WireType.Length;
        batch.Reset(body);
        Span<int> keySlots = stackalloc int[KeyPredictor.Slots];
        var context = new DecodeContext(batch, body.Span, limits, keySlots);
        ref var reader = ref context.Reader;
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag == resourcesTag)
            {
                var outer = reader.Enter();
                ReadResource(ref context);
                reader.Leave(outer);
            }
            else
            {
                reader.Skip(tag);
            }
        }

        return context.Finish();
    }

    /// <summary>Reads one stored record, so that the batch holds nothing but it, its resource and its scope.</summary>
    public static OtlpDecodeResult DecodeStored(
        TelemetryBatch batch,
        ReadOnlyMemory<byte> message,
        ReadOnlyMemory<byte> resourceEnvelope,
        ReadOnlyMemory<byte> scopeEnvelope,
        OtlpLimits limits)
    {
        batch.Reset(message);
        var resource = batch.AddBytes(resourceEnvelope.Span);
        var scope = batch.AddBytes(scopeEnvelope.Span);
        Span<int> keySlots = stackalloc int[KeyPredictor.Slots];
        var context = new DecodeContext(batch, message.Span, limits, keySlots);

        context.Reader = new WireReader(resourceEnvelope.Span, resource.Offset);
        ResourceReading.ReadResource(ref context, resource);
        if (context.Reader.Failure is null)
        {
            context.Reader = new WireReader(scopeEnvelope.Span, scope.Offset);
            ResourceReading.ReadScope(ref context, scope, resourceIndex: 0);
        }

        if (context.Reader.Failure is null)
        {
            context.Reader = new WireReader(message.Span, origin: 0);
            TRecord.Read(ref context, resourceIndex: 0, scopeIndex: 0);
        }

        return context.Finish();
    }

    private static void ReadResource(ref DecodeContext context)
    {
        ref var reader = ref context.Reader;
        var start = reader.Position;
        var envelope = Envelopes.Read(ref context, ResourceReading.ContentTag, out var scopes);
        if (scopes.SizeBytes == 0)
        {
            // Nothing refers to a resource or scope without records; 100,000 of them in a request make no rows.
            WireFrames.Walk(ref reader, TRecord.ResourceSchema);
            return;
        }

        var mark = context.Batch.Mark();
        var countBefore = TRecord.Count(context.Batch);
        var resourceIndex = ResourceReading.ReadResource(ref context, envelope);
        reader.MoveTo(start);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag == ResourceReading.ContentTag)
            {
                var outer = reader.Enter();
                ReadScope(ref context, resourceIndex);
                reader.Leave(outer);
            }
            else
            {
                reader.Skip(tag);
            }
        }

        TakeBackUnlessUsed(context.Batch, mark, countBefore);
    }

    private static void ReadScope(ref DecodeContext context, int resourceIndex)
    {
        ref var reader = ref context.Reader;
        var start = reader.Position;
        var envelope = Envelopes.Read(ref context, ResourceReading.ContentTag, out var records);
        if (records.Count == 0)
        {
            WireFrames.Walk(ref reader, TRecord.ScopeSchema);
            return;
        }

        var mark = context.Batch.Mark();
        var countBefore = TRecord.Count(context.Batch);
        var scopeIndex = ResourceReading.ReadScope(ref context, envelope, resourceIndex);
        reader.MoveTo(start);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            if (tag == ResourceReading.ContentTag)
            {
                var outer = reader.Enter();
                TRecord.Read(ref context, resourceIndex, scopeIndex);
                reader.Leave(outer);
            }
            else
            {
                reader.Skip(tag);
            }
        }

        TakeBackUnlessUsed(context.Batch, mark, countBefore);
    }

    // Six bytes can be a resource with a scope with a span that is refused: such must not leave rows behind.
    private static void TakeBackUnlessUsed(TelemetryBatch batch, BatchMark mark, int countBefore)
    {
        if (TRecord.Count(batch) == countBefore)
        {
            batch.TakeBack(mark);
        }
    }
}
