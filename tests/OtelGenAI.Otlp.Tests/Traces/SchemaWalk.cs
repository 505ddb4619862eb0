using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace OtelGenAI.Otlp.Tests.Traces;

/// <summary>What tests need that walk the descriptors of a signal.</summary>
internal static class SchemaWalk
{
    /// <summary>Sets a field to something that is not its default.</summary>
    public static void Fill(IMessage holder, FieldDescriptor field)
    {
        if (!field.IsRepeated)
        {
            field.Accessor.SetValue(holder, Value(field));
        }
        else if (field.Accessor.GetValue(holder) is System.Collections.IList { Count: 0 } list)
        {
            list.Add(Value(field));
            list.Add(Value(field));
        }
    }

    /// <summary>Adds an empty element.</summary>
    public static T Added<T>(IList<T> list)
        where T : new()
    {
        list.Add(new T());
        return list[^1];
    }

    private static object Value(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.MessageType.Parser.ParseFrom(ByteString.Empty),
        FieldType.String => "text",
        FieldType.Bytes => ByteString.CopyFrom(field.Name == "trace_id" ? Some.TraceId : Some.SpanId(7)),
        FieldType.Bool => true,
        FieldType.Int32 => -3,
        FieldType.Enum => 2,
        FieldType.UInt32 or FieldType.Fixed32 => 0xFFFF_FFFE,
        FieldType.SInt32 => -3,
        FieldType.Int64 or FieldType.SFixed64 => long.MinValue,
        FieldType.Fixed64 or FieldType.UInt64 => ulong.MaxValue,
        FieldType.Double => 0.1,
        _ => throw new InvalidOperationException($"No OTLP field has type {field.FieldType}."),
    };

    /// <summary>Collects all messages that can be in a message.</summary>
    public static void Reach(MessageDescriptor message, HashSet<MessageDescriptor> reachable)
    {
        if (!reachable.Add(message))
        {
            return;
        }

        foreach (var field in message.Fields.InFieldNumberOrder().Where(field => field.FieldType == FieldType.Message))
        {
            Reach(field.MessageType, reachable);
        }
    }
}
