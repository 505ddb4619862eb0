using System.Numerics;
using System.Text;
using OtelGenAI.Conventions;
using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>Reads what spans mean: fills the columns of a batch from the attributes of whatever dialect the client speaks.</summary>
/// <remarks>
/// Thread-safe, made once for a process and its <see cref="AttributeKeyTable"/>. One pass over a span's attributes; allocates nothing
/// for spans that have one finish reason and say nothing of their whole trace. What the dialects are is data: <c>conventions/dialects/</c>, and for the conventions' own
/// names their renames since 1.26.
/// </remarks>
public sealed class DialectReader
{
    // A span has a handful of names that only its own dialect may claim; more are somebody's own attributes.
    private const int MaxClaims = 16;
    private const int MaxJson = 4;

    private readonly KeyMeanings _meanings;
    private readonly DialectScopes _scopes = new();
    private readonly ObservationKindRule _kinds = new();
    private readonly ResourceReader _resources;
    private readonly int _exceptionType;

    /// <summary>Makes a reader.</summary>
    /// <param name="keys">The table of every batch it will read.</param>
    public DialectReader(AttributeKeyTable keys)
    {
        _meanings = new KeyMeanings(keys);
        _resources = new ResourceReader(keys, _meanings);
        _exceptionType = keys.Intern(ExceptionAttributes.Type);
    }

    /// <summary>Fills <see cref="TelemetryBatch.Columns"/> and <see cref="TelemetryBatch.ResourceColumns"/>.</summary>
    /// <param name="batch">A decoded batch.</param>
    public void Read(TelemetryBatch batch)
    {
        batch.PrepareColumns();
        for (var i = 0; i < batch.Resources.Length; i++)
        {
            _resources.Read(batch, batch.Resources[i].Attributes, ref batch.ResourceColumns[i]);
        }

        // Spans of a scope arrive together, so the last scope is remembered and not looked up again.
        var scope = -1;
        uint scopeDialects = 0;
        for (var i = 0; i < batch.Spans.Length; i++)
        {
            ref readonly var span = ref batch.Spans[i];
            if (span.ScopeIndex != scope)
            {
                scope = span.ScopeIndex;
                scopeDialects = DialectsOfScope(batch, scope);
            }

            ReadSpan(batch, in span, scopeDialects, ref batch.Columns[i]);
            TakeFromResource(ref batch.Columns[i], in batch.ResourceColumns[span.ResourceIndex]);
        }
    }

    /// <summary>Reads a span again to say how it was read.</summary>
    /// <param name="batch">A batch that was read.</param>
    /// <param name="spanIndex">Which of its spans.</param>
    internal SpanOrigins Explain(TelemetryBatch batch, int spanIndex)
    {
        ref readonly var span = ref batch.Spans[spanIndex];
        var reading = new SpanReading
        {
            SourceOf = stackalloc int[(int)AttributeSlot.Count],
            RankOf = stackalloc int[(int)AttributeSlot.Count],
        };
        FindSources(batch, in span, DialectsOfScope(batch, span.ScopeIndex), ref reading);
        var (_, reason) = _kinds.Decide(in reading, in batch.Columns[spanIndex], batch.Bytes(span.Name), span.SpanKind);
        var sources = new string?[(int)AttributeSlot.Count];
        for (var slot = 0; slot < sources.Length; slot++)
        {
            sources[slot] = reading.Has((AttributeSlot)slot) ? Key(batch, in reading.Value(batch, (AttributeSlot)slot)) : null;
        }

        var dialect = reading.Dialects == 0 ? null : DialectRegistry.Dialects[BitOperations.TrailingZeroCount(reading.Dialects)];
        return new SpanOrigins(
            dialect?.Title, Instrumentation(batch, span.ScopeIndex), ObservationKindRule.Sentence(reason, batch, in reading), sources, SpanValues.Tokens(batch, in reading), NotUnderstood(batch, span.Attributes));
    }

    /// <summary>Keys of a span's attributes that no convention and no dialect knows, in their order, each once.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="attributes">Which of its attributes.</param>
    public IReadOnlyList<string> NotUnderstood(TelemetryBatch batch, RowRange attributes)
    {
        List<string> names = [];
        for (var i = attributes.First; i < attributes.First + attributes.Count; i++)
        {
            var row = batch.Attributes[i];
            if (!_meanings.Of(row.KeyId, batch.Bytes(row.Key)).IsUnderstood && Key(batch, in row) is var name && !names.Contains(name))
            {
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>Whether some convention or dialect knows a key.</summary>
    /// <param name="key">The key.</param>
    public bool Understands(string key) => _meanings.Of(key).IsUnderstood;

    private uint DialectsOfScope(TelemetryBatch batch, int scope) =>
        (uint)scope < (uint)batch.Scopes.Length ? _scopes.Of(batch.Bytes(batch.Scopes[scope].Name)) : 0;

    private void ReadSpan(TelemetryBatch batch, in SpanRow span, uint scopeDialects, ref GenAIColumns columns)
    {
        var reading = new SpanReading
        {
            SourceOf = stackalloc int[(int)AttributeSlot.Count],
            RankOf = stackalloc int[(int)AttributeSlot.Count],
        };
        FindSources(batch, in span, scopeDialects, ref reading);

        columns.Operation = SpanValues.Text(batch, in reading, AttributeSlot.Operation);
        columns.Provider = Spellings.Providers.Normalize(SpanValues.Text(batch, in reading, AttributeSlot.Provider));
        columns.RequestModel = SpanValues.Text(batch, in reading, AttributeSlot.RequestModel);
        columns.ResponseModel = SpanValues.Text(batch, in reading, AttributeSlot.ResponseModel);
        columns.ResponseId = SpanValues.Text(batch, in reading, AttributeSlot.ResponseId);
        columns.FinishReasons = reading.Has(AttributeSlot.FinishReasons)
            ? FinishReasonText.Read(batch, in reading.Value(batch, AttributeSlot.FinishReasons))
            : default;
        columns.AgentName = SpanValues.Text(batch, in reading, AttributeSlot.AgentName);
        columns.ToolName = SpanValues.Text(batch, in reading, AttributeSlot.ToolName);
        columns.ToolCallId = SpanValues.Text(batch, in reading, AttributeSlot.ToolCallId);
        columns.ConversationId = SpanValues.Text(batch, in reading, AttributeSlot.ConversationId);
        columns.UserId = SpanValues.Text(batch, in reading, AttributeSlot.UserId);
        columns.ErrorType = SpanValues.Text(batch, in reading, AttributeSlot.ErrorType);
        columns.ServiceTier = SpanValues.Text(batch, in reading, AttributeSlot.ServiceTier);
        columns.TimeToFirstChunkSeconds = SpanValues.Number(batch, in reading, AttributeSlot.TimeToFirstChunk)
            ?? (SpanValues.Number(batch, in reading, AttributeSlot.TimeToFirstChunkMs) / 1_000)
            ?? SpanValues.SecondsSince(batch, in reading, AttributeSlot.FirstChunkTime, span.StartUnixNano);
        columns.ReportedCostUsd = SpanValues.Number(batch, in reading, AttributeSlot.CostUsd);
        var raw = SpanValues.Tokens(batch, in reading);
        columns.Tokens = TokenRules.Normalize(
            raw, SpanValues.Whole(batch, in reading, AttributeSlot.TotalTokens), reading.InputExcludesCache, reading.OutputExcludesReasoning,
            out var cacheAdded, out var reasoningAdded);
        columns.Kind = _kinds.Decide(in reading, in columns, batch.Bytes(span.Name), span.SpanKind).Kind;

        if (reading.HasLabels)
        {
            columns.Labels = new LabelReader(batch, _meanings).Read(span.Attributes, isResource: false);
        }

        if (reading.Has(AttributeSlot.EntityName))
        {
            PutName(ref columns, SpanValues.Text(batch, in reading, AttributeSlot.EntityName));
        }

        if (columns.ErrorType.IsEmpty && span.StatusCode == 2)
        {
            columns.ErrorType = ExceptionType(batch, span.Events);
        }

        columns.Flags = (cacheAdded ? SpanFlags.CacheAdded : SpanFlags.None) | (reasoningAdded ? SpanFlags.ReasoningAdded : SpanFlags.None) |
            (columns.Kind == ObservationKind.Span ? InfrastructureRule.Strongest(reading.Infrastructure) : SpanFlags.None) |
            (reading.RankOf.Contains(KeyMeanings.RenamedRank) ? SpanFlags.RenamedAttributes : SpanFlags.None) |
            (!columns.Tokens.IsEmpty && !columns.Kind.IsInference ? SpanFlags.ReportedTokens : SpanFlags.None) |
            (span.StartUnixNano == 0 || span.EndUnixNano < span.StartUnixNano ? SpanFlags.BadTimes : SpanFlags.None);
    }

    private static void TakeFromResource(ref GenAIColumns columns, in ResourceColumns resource)
    {
        columns.ConversationId = columns.ConversationId.IsEmpty ? resource.ConversationId : columns.ConversationId;
        columns.UserId = columns.UserId.IsEmpty ? resource.UserId : columns.UserId;
    }

    /// <summary>Finds the best source of each slot, the kind, and the dialect.</summary>
    private void FindSources(TelemetryBatch batch, in SpanRow span, uint scopeDialects, ref SpanReading reading)
    {
        reading.SourceOf.Fill(SpanReading.None);
        reading.Dialects = scopeDialects;
        Span<int> claims = stackalloc int[MaxClaims];
        Span<int> json = stackalloc int[MaxJson];
        var (claimCount, jsonCount) = (0, 0);
        for (var i = span.Attributes.First; i < span.Attributes.First + span.Attributes.Count; i++)
        {
            ref readonly var attribute = ref batch.Attributes[i];
            var meaning = _meanings.Of(attribute.KeyId, batch.Bytes(attribute.Key));
            reading.Dialects |= meaning.Dialects;
            reading.Infrastructure |= meaning.Infrastructure;
            reading.HasLabels |= meaning.Label is not null;
            if (meaning.Slot != AttributeSlot.None)
            {
                Offer(ref reading, meaning.Slot, meaning.Rank, i, in attribute);
            }

            if (meaning.Own.Length > 0 && claimCount < MaxClaims)
            {
                claims[claimCount++] = i;
            }

            if (attribute.Type == ValueType.String)
            {
                ReadMarks(batch, meaning, i, ref reading);
            }

            if (meaning.Json.Length > 0 && jsonCount < MaxJson)
            {
                json[jsonCount++] = i;
            }
        }

        var dialect = BitOperations.TrailingZeroCount(reading.Dialects);
        foreach (var i in claims[..claimCount])
        {
            ref readonly var attribute = ref batch.Attributes[i];
            foreach (var own in _meanings.Of(attribute.KeyId, batch.Bytes(attribute.Key)).Own)
            {
                if (own.Dialect == dialect)
                {
                    Offer(ref reading, own.Slot, own.Rank, i, in attribute);
                    reading.InputExcludesCache |= own.Slot == AttributeSlot.InputTokens && DialectRegistry.Dialects[dialect].InputExcludesCache;
                }
            }
        }

        foreach (var i in json[..jsonCount])
        {
            foreach (var fields in _meanings.Of(batch.Attributes[i].KeyId, batch.Bytes(batch.Attributes[i].Key)).Json)
            {
                fields.Read(batch, i, ref reading);
            }
        }
    }

    // Equal ranks: the last one wins, as OpenTelemetry says of a key that was written twice. An empty text says nothing.
    private static void Offer(ref SpanReading reading, AttributeSlot slot, int rank, int attribute, in ValueRow value)
    {
        if (rank >= reading.RankOf[(int)slot] && (value.Type != ValueType.String || value.Text.Length > 0))
        {
            reading.RankOf[(int)slot] = rank;
            reading.SourceOf[(int)slot] = attribute;
        }
    }

    private static void ReadMarks(TelemetryBatch batch, KeyMeaning meaning, int attribute, ref SpanReading reading)
    {
        if (meaning.Kinds is { } kinds && kinds.Rank > reading.KindRank && kinds.TryMatch(batch.Bytes(batch.Attributes[attribute].Text), out var kind))
        {
            (reading.Kind, reading.KindRank, reading.KindSource) = (kind, kinds.Rank, attribute);
        }

        foreach (var (prefix, dialect) in meaning.ValueTests)
        {
            reading.Dialects |= batch.Bytes(batch.Attributes[attribute].Text).StartsWith(prefix) ? dialect : 0;
        }
    }

    // Some dialects have one attribute for the name of whatever the span is.
    private static void PutName(ref GenAIColumns columns, ReadOnlyMemory<byte> name)
    {
        switch (columns.Kind)
        {
            case ObservationKind.Tool when columns.ToolName.IsEmpty:
                columns.ToolName = name;
                break;
            case ObservationKind.Agent when columns.AgentName.IsEmpty:
                columns.AgentName = name;
                break;
            case ObservationKind.Llm or ObservationKind.Embedding or ObservationKind.Rerank when columns.RequestModel.IsEmpty && columns.ResponseModel.IsEmpty:
                columns.RequestModel = name;
                break;
        }
    }

    private ReadOnlyMemory<byte> ExceptionType(TelemetryBatch batch, RowRange events)
    {
        for (var e = events.First; e < events.First + events.Count; e++)
        {
            var attributes = batch.Events[e].Attributes;
            for (var i = attributes.First; i < attributes.First + attributes.Count; i++)
            {
                if (batch.Attributes[i].KeyId == _exceptionType && batch.Attributes[i].Type == ValueType.String)
                {
                    return batch.Memory(batch.Attributes[i].Text);
                }
            }
        }

        return default;
    }

    private static string? Instrumentation(TelemetryBatch batch, int scope)
    {
        if ((uint)scope >= (uint)batch.Scopes.Length || batch.Scopes[scope].Name.IsEmpty)
        {
            return null;
        }

        ref readonly var row = ref batch.Scopes[scope];
        return Encoding.UTF8.GetString(batch.Bytes(row.Name)) + (row.Version.IsEmpty ? "" : " " + Encoding.UTF8.GetString(batch.Bytes(row.Version)));
    }

    private static string Key(TelemetryBatch batch, in ValueRow row) => Encoding.UTF8.GetString(batch.Bytes(row.Key));
}
