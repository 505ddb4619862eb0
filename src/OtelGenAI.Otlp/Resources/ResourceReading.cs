using OtelGenAI.Otlp.Attributes;
using OtelGenAI.Otlp.Schema;
using OtelGenAI.Otlp.Wire;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Resources;

/// <summary>Reads the envelopes of <c>ResourceSpans</c> and <c>ScopeSpans</c>, and of their namesakes in other signals, into rows.</summary>
/// <remarks>A resource may come behind its scopes, and twice (then both are merged): so envelopes are read before their contents.</remarks>
internal static class ResourceReading
{
    /// <summary>Key of <c>scope_spans</c> in <c>ResourceSpans</c>, and of <c>spans</c> in <c>ScopeSpans</c>; the same for all signals.</summary>
    public const uint ContentTag = (2 << 3) | WireType.Length;

    private const uint ResourceTag = (1 << 3) | WireType.Length;
    private const uint ScopeTag = (1 << 3) | WireType.Length;
    private const uint SchemaUrlTag = (3 << 3) | WireType.Length;

    private const uint ResourceAttributeTag = (1 << 3) | WireType.Length;
    private const uint ResourceEntityTag = (3 << 3) | WireType.Length;

    private const uint ScopeNameTag = (1 << 3) | WireType.Length;
    private const uint ScopeVersionTag = (2 << 3) | WireType.Length;
    private const uint ScopeAttributeTag = (3 << 3) | WireType.Length;

    /// <summary>Adds the row of a resource.</summary>
    /// <param name="context">The reader is confined to the message that has the resource; it is read to its end.</param>
    /// <param name="envelope">What was cut out of it.</param>
    /// <returns>Index of the row.</returns>
    public static int ReadResource(ref DecodeContext context, ByteRange envelope)
    {
        ref var reader = ref context.Reader;
        var index = context.Batch.Resources.Length;
        ref var row = ref context.Batch.AddResource();
        row.Envelope = envelope;
        row.Attributes = new RowRange(context.Batch.Attributes.Length, 0);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            switch (tag)
            {
                case ResourceTag:
                    var outer = reader.Enter();
                    ReadResourceFields(ref context, ref row);
                    reader.Leave(outer);
                    break;
                case SchemaUrlTag:
                    row.SchemaUrl = AttributeReading.ReadText(ref context);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return index;
    }

    /// <summary>Adds the row of an instrumentation scope.</summary>
    /// <param name="context">The reader is confined to the message that has the scope; it is read to its end.</param>
    /// <param name="envelope">What was cut out of it.</param>
    /// <param name="resourceIndex">The row of its resource.</param>
    /// <returns>Index of the row.</returns>
    public static int ReadScope(ref DecodeContext context, ByteRange envelope, int resourceIndex)
    {
        ref var reader = ref context.Reader;
        var index = context.Batch.Scopes.Length;
        ref var row = ref context.Batch.AddScope();
        row.ResourceIndex = resourceIndex;
        row.Envelope = envelope;
        row.Attributes = new RowRange(context.Batch.Attributes.Length, 0);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            switch (tag)
            {
                case ScopeTag:
                    var outer = reader.Enter();
                    ReadScopeFields(ref context, ref row);
                    reader.Leave(outer);
                    break;
                case SchemaUrlTag:
                    row.SchemaUrl = AttributeReading.ReadText(ref context);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return index;
    }

    private static void ReadResourceFields(ref DecodeContext context, ref ResourceRow row)
    {
        ref var reader = ref context.Reader;
        context.Keys.Begin(AttributeOwner.Resource);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            switch (tag)
            {
                case ResourceAttributeTag:
                    AttributeReading.ReadAttribute(ref context, ref row.Attributes);
                    break;
                case ResourceEntityTag:
                    var outer = reader.Enter();
                    WireFrames.Walk(ref reader, ResourceSchema.EntityRef);
                    reader.Leave(outer);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }
    }

    private static void ReadScopeFields(ref DecodeContext context, ref ScopeRow row)
    {
        ref var reader = ref context.Reader;
        context.Keys.Begin(AttributeOwner.Scope);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadTag();
            switch (tag)
            {
                case ScopeNameTag:
                    row.Name = AttributeReading.ReadText(ref context);
                    break;
                case ScopeVersionTag:
                    row.Version = AttributeReading.ReadText(ref context);
                    break;
                case ScopeAttributeTag:
                    AttributeReading.ReadAttribute(ref context, ref row.Attributes);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }
    }
}
