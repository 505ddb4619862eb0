using System.Buffers.Text;
using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Reads what spans mean: fills the columns of a batch from attributes under their current and earlier names.</summary>
/// <remarks>
/// Thread-safe, made once for a process and its <see cref="AttributeKeyTable"/>. Allocates nothing for spans that have one finish
/// reason. Source: OpenTelemetry GenAI conventions 1.26 to the development version of 2026-10; the renames are the registry's.
/// </remarks>
public sealed class DialectReader
{
    private readonly AttributeSlotTable _slots;
    private readonly int _serviceName;
    private readonly int _serviceVersion;
    private readonly int _environment;
    private readonly int _earlierEnvironment;
    private readonly int _exceptionType;

    /// <summary>Makes a reader.</summary>
    /// <param name="keys">The table of every batch it will read.</param>
    public DialectReader(AttributeKeyTable keys)
    {
        _slots = new AttributeSlotTable(keys);
        _serviceName = keys.Intern(ServiceAttributes.Name);
        _serviceVersion = keys.Intern(ServiceAttributes.Version);
        _environment = keys.Intern(DeploymentAttributes.EnvironmentName);
        _earlierEnvironment = keys.Intern(DeprecatedAttributes.DeploymentEnvironment);
        _exceptionType = keys.Intern(ExceptionAttributes.Type);
    }

    /// <summary>Fills <see cref="TelemetryBatch.Columns"/> and <see cref="TelemetryBatch.ResourceColumns"/>.</summary>
    /// <param name="batch">A decoded batch.</param>
    public void Read(TelemetryBatch batch)
    {
        batch.PrepareColumns();
        for (var i = 0; i < batch.Resources.Length; i++)
        {
            ReadResource(batch, batch.Resources[i].Attributes, ref batch.ResourceColumns[i]);
        }

        for (var i = 0; i < batch.Spans.Length; i++)
        {
            ReadSpan(batch, in batch.Spans[i], ref batch.Columns[i]);
        }
    }

    /// <summary>Says what the span of a batch is and which rule decided it.</summary>
    /// <param name="batch">A batch that was read.</param>
    /// <param name="spanIndex">Which of its spans.</param>
    internal (ObservationKind Kind, string Because) ExplainKind(TelemetryBatch batch, int spanIndex)
    {
        ref readonly var span = ref batch.Spans[spanIndex];
        Span<int> attributeOf = stackalloc int[(int)AttributeSlot.Count];
        FindAttributes(batch, span.Attributes, attributeOf);
        return ObservationKindRule.Decide(
            in batch.Columns[spanIndex], Text(batch, attributeOf[(int)AttributeSlot.McpMethod]).Span, span.SpanKind);
    }

    /// <summary>The key of the attribute that a slot was read from, or <see langword="null"/>.</summary>
    internal string? SourceOf(TelemetryBatch batch, int spanIndex, AttributeSlot slot)
    {
        Span<int> attributeOf = stackalloc int[(int)AttributeSlot.Count];
        FindAttributes(batch, batch.Spans[spanIndex].Attributes, attributeOf);
        var index = attributeOf[(int)slot];
        return index < 0 ? null : Encoding.UTF8.GetString(batch.Bytes(batch.Attributes[index].Key));
    }

    private void ReadResource(TelemetryBatch batch, RowRange attributes, ref ResourceColumns columns)
    {
        for (var i = attributes.First; i < attributes.First + attributes.Count; i++)
        {
            ref readonly var attribute = ref batch.Attributes[i];
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
        }
    }

    private void ReadSpan(TelemetryBatch batch, in SpanRow span, ref GenAIColumns columns)
    {
        Span<int> attributeOf = stackalloc int[(int)AttributeSlot.Count];
        var renamed = FindAttributes(batch, span.Attributes, attributeOf);

        columns.Operation = Text(batch, attributeOf[(int)AttributeSlot.Operation]);
        columns.Provider = CurrentProvider(Text(batch, attributeOf[(int)AttributeSlot.Provider]));
        columns.RequestModel = Text(batch, attributeOf[(int)AttributeSlot.RequestModel]);
        columns.ResponseModel = Text(batch, attributeOf[(int)AttributeSlot.ResponseModel]);
        columns.ResponseId = Text(batch, attributeOf[(int)AttributeSlot.ResponseId]);
        columns.FinishReasons = FinishReasonText.Read(batch, attributeOf[(int)AttributeSlot.FinishReasons]);
        columns.AgentName = Text(batch, attributeOf[(int)AttributeSlot.AgentName]);
        columns.ToolName = Text(batch, attributeOf[(int)AttributeSlot.ToolName]);
        columns.ToolCallId = Text(batch, attributeOf[(int)AttributeSlot.ToolCallId]);
        columns.ConversationId = Text(batch, attributeOf[(int)AttributeSlot.ConversationId]);
        columns.UserId = Text(batch, attributeOf[(int)AttributeSlot.UserId]);
        columns.ErrorType = Text(batch, attributeOf[(int)AttributeSlot.ErrorType]);
        columns.TimeToFirstChunkSeconds = Number(batch, attributeOf[(int)AttributeSlot.TimeToFirstChunk]);
        columns.Tokens = new TokenUsage(
            Whole(batch, attributeOf[(int)AttributeSlot.InputTokens]),
            Whole(batch, attributeOf[(int)AttributeSlot.OutputTokens]),
            Whole(batch, attributeOf[(int)AttributeSlot.CacheReadTokens]),
            Whole(batch, attributeOf[(int)AttributeSlot.CacheWriteTokens]),
            Whole(batch, attributeOf[(int)AttributeSlot.ReasoningTokens]));
        columns.Kind = ObservationKindRule.Decide(
            in columns, Text(batch, attributeOf[(int)AttributeSlot.McpMethod]).Span, span.SpanKind).Kind;

        if (columns.ErrorType.IsEmpty && span.StatusCode == 2)
        {
            columns.ErrorType = ExceptionType(batch, span.Events);
        }

        columns.Flags =
            (renamed ? SpanFlags.RenamedAttributes : SpanFlags.None) |
            (!columns.Tokens.IsEmpty && !columns.Kind.IsInference ? SpanFlags.ReportedTokens : SpanFlags.None) |
            (span.StartUnixNano == 0 || span.EndUnixNano < span.StartUnixNano ? SpanFlags.BadTimes : SpanFlags.None);
    }

    /// <summary>Fills in which attribute each slot is read from, -1 for none; answers whether an earlier name was among them.</summary>
    private bool FindAttributes(TelemetryBatch batch, RowRange attributes, Span<int> attributeOf)
    {
        attributeOf.Fill(-1);
        Span<byte> rankOf = stackalloc byte[(int)AttributeSlot.Count];
        for (var i = attributes.First; i < attributes.First + attributes.Count; i++)
        {
            var (slot, rank) = _slots.Find(batch.Attributes[i].KeyId);

            // Equal ranks: the last one wins, as OpenTelemetry says of a key that was written twice.
            if (slot != AttributeSlot.None && rank >= rankOf[(int)slot])
            {
                rankOf[(int)slot] = rank;
                attributeOf[(int)slot] = i;
            }
        }

        return rankOf.Contains(AttributeSlotTable.RenamedRank);
    }

    private ReadOnlyMemory<byte> CurrentProvider(ReadOnlyMemory<byte> provider) =>
        !provider.IsEmpty && _slots.ProviderValues.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(provider.Span, out var current)
            ? current
            : provider;

    private ReadOnlyMemory<byte> ExceptionType(TelemetryBatch batch, RowRange events)
    {
        for (var e = events.First; e < events.First + events.Count; e++)
        {
            var attributes = batch.Events[e].Attributes;
            for (var i = attributes.First; i < attributes.First + attributes.Count; i++)
            {
                if (batch.Attributes[i].KeyId == _exceptionType)
                {
                    return Text(batch, i);
                }
            }
        }

        return default;
    }

    private static ReadOnlyMemory<byte> Text(TelemetryBatch batch, int attribute) =>
        attribute >= 0 && batch.Attributes[attribute].Type == ValueType.String ? batch.Memory(batch.Attributes[attribute].Text) : default;

    // Clients of several languages send counts as doubles or texts; a count is a count. Negative and fractional ones are no counts.
    private static long? Whole(TelemetryBatch batch, int attribute)
    {
        if (attribute < 0)
        {
            return null;
        }

        ref readonly var value = ref batch.Attributes[attribute];
        long? count = value.Type switch
        {
            ValueType.Int => value.Bits,
            ValueType.Double when value.AsDouble >= 0 && value.AsDouble < long.MaxValue && double.IsInteger(value.AsDouble) => (long)value.AsDouble,
            ValueType.String when Utf8Parser.TryParse(batch.Bytes(value.Text), out long parsed, out var used) && used == value.Text.Length => parsed,
            _ => null,
        };
        return count >= 0 ? count : null;
    }

    private static double? Number(TelemetryBatch batch, int attribute)
    {
        if (attribute < 0)
        {
            return null;
        }

        ref readonly var value = ref batch.Attributes[attribute];
        double? number = value.Type switch
        {
            ValueType.Int => value.Bits,
            ValueType.Double => value.AsDouble,
            ValueType.String when Utf8Parser.TryParse(batch.Bytes(value.Text), out double parsed, out var used) && used == value.Text.Length => parsed,
            _ => null,
        };
        return number is { } known && double.IsFinite(known) ? known : null;
    }
}
