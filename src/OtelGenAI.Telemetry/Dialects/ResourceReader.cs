using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Reads who sent the spans.</summary>
internal sealed class ResourceReader(AttributeKeyTable keys, KeyMeanings meanings)
{
    private readonly int _serviceName = keys.Intern(ServiceAttributes.Name);
    private readonly int _serviceVersion = keys.Intern(ServiceAttributes.Version);
    private readonly int _environment = keys.Intern(DeploymentAttributes.EnvironmentName);
    private readonly int _earlierEnvironment = keys.Intern(DeprecatedAttributes.DeploymentEnvironment);

    public void Read(TelemetryBatch batch, RowRange attributes, ref ResourceColumns columns)
    {
        var hasLabels = false;
        for (var i = attributes.First; i < attributes.First + attributes.Count; i++)
        {
            ref readonly var attribute = ref batch.Attributes[i];
            hasLabels |= attribute.KeyId != _serviceVersion && attribute.KeyId != _environment && attribute.KeyId != _earlierEnvironment &&
                meanings.Of(attribute.KeyId, batch.Bytes(attribute.Key)).Label is not null;
            if (attribute.Type != ValueType.String)
            {
                continue;
            }

            if (attribute.KeyId == _serviceName)
            {
                columns.ServiceName = batch.Memory(attribute.Text);
            }
            else if (attribute.KeyId == _serviceVersion)
            {
                columns.ServiceVersion = batch.Memory(attribute.Text);
            }
            else if (attribute.KeyId == _environment || (attribute.KeyId == _earlierEnvironment && columns.Environment.IsEmpty))
            {
                columns.Environment = batch.Memory(attribute.Text);
            }
            else if (meanings.Of(attribute.KeyId, batch.Bytes(attribute.Key)).Slot is var slot && slot == AttributeSlot.ConversationId)
            {
                columns.ConversationId = columns.ConversationId.IsEmpty ? batch.Memory(attribute.Text) : columns.ConversationId;
            }
            else if (slot == AttributeSlot.UserId)
            {
                columns.UserId = columns.UserId.IsEmpty ? batch.Memory(attribute.Text) : columns.UserId;
            }
        }

        if (hasLabels || !columns.ConversationId.IsEmpty || !columns.UserId.IsEmpty)
        {
            columns.Labels = new LabelReader(batch, meanings).Read(attributes, isResource: true, Text(columns.ConversationId), Text(columns.UserId));
        }
    }

    private static string? Text(ReadOnlyMemory<byte> text) => text.IsEmpty ? null : Encoding.UTF8.GetString(text.Span);
}
