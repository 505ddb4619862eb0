using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Dialects;

/// <summary>What one pass over a span's attributes found: the best source of each slot, the dialect, the kind. Lives on the stack.</summary>
internal ref struct SpanReading
{
    /// <summary>No attribute.</summary>
    public const int None = -1;

    /// <summary>Index of the attribute that fills each slot; <see cref="None"/>, or below that a nested value.</summary>
    public Span<int> SourceOf;

    /// <summary>Rank of that attribute.</summary>
    public Span<int> RankOf;

    /// <summary>Dialects that were told, a bit each; the lowest is the span's.</summary>
    public uint Dialects;

    /// <summary>Kind by the best rule that matched.</summary>
    public ObservationKind Kind;

    /// <summary>Rank of that rule; 0 when none matched.</summary>
    public int KindRank;

    /// <summary>Attribute that rule read.</summary>
    public int KindSource;

    /// <summary>Infrastructure that attributes told.</summary>
    public SpanFlags Infrastructure;

    /// <summary>Whether input tokens leave out what the cache gave, as its source is known to do.</summary>
    public bool InputExcludesCache;

    /// <summary>Whether output tokens leave out reasoning.</summary>
    public bool OutputExcludesReasoning;

    /// <summary>Whether an attribute says something of the whole trace.</summary>
    public bool HasLabels;

    /// <summary>The source that stands for a nested value.</summary>
    public static int OfNested(int row) => -2 - row;

    /// <summary>Whether a slot has a source.</summary>
    public readonly bool Has(AttributeSlot slot) => SourceOf[(int)slot] != None;

    /// <summary>The value of a slot that has a source.</summary>
    public readonly ref readonly ValueRow Value(TelemetryBatch batch, AttributeSlot slot)
    {
        var source = SourceOf[(int)slot];
        return ref source >= 0 ? ref batch.Attributes[source] : ref batch.NestedValues[-2 - source];
    }
}
