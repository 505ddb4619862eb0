using OtelGenAI.Telemetry;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Storage.Attributes;

/// <summary>Which attributes arrived, of what type, from which service, how often, and the values that they have most.</summary>
/// <remarks>
/// Thread-safe. Kept in the transaction that stores the spans; a span that is sent again with other content counts again. Values of attributes that
/// carry content (<see cref="Telemetry.Content.ContentAttributes"/>), and long ones, are never kept. A deletion empties the catalogue of each day that it
/// touches: nothing says which values were only the deleted ones' (src/decisions/0026).
/// </remarks>
public interface IAttributeCatalogue
{
    /// <summary>Lists attributes, the most frequent first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="query">Which of them.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<AttributeAnswer> ListAttributesAsync(TenantId tenant, AttributeQuery query, CancellationToken cancellationToken);
}

/// <summary>Which attributes are asked for.</summary>
public sealed record AttributeQuery
{
    /// <summary>Exactly this key.</summary>
    public string? Key { get; init; }

    /// <summary>Keys that begin with this.</summary>
    public string? KeyPrefix { get; init; }

    /// <summary>Of this service.</summary>
    public string? Service { get; init; }

    /// <summary>Of spans or of resources; labels only when this says so.</summary>
    public AttributeSource? Source { get; init; }

    /// <summary>Days of arrival from this one on, UTC.</summary>
    public DateOnly? FromDay { get; init; }

    /// <summary>Days of arrival up to this one, it included.</summary>
    public DateOnly? ToDay { get; init; }

    /// <summary>Whether values are wanted too.</summary>
    public bool WithValues { get; init; }
}

/// <summary>Where an attribute stands.</summary>
public enum AttributeSource
{
    /// <summary>On spans.</summary>
    Span,

    /// <summary>On the resource of spans; counted once for each span.</summary>
    Resource,

    /// <summary>
    /// What a span or its resource says of the whole trace, in whatever dialect: tags under <see cref="CatalogueLabels.Tag"/>, metadata under their own keys behind
    /// <see cref="CatalogueLabels.MetadataPrefix"/>. Counted once for each span, of all services together.
    /// </summary>
    Label,
}

/// <summary>One attribute of one type and service.</summary>
public sealed record AttributeUse
{
    /// <summary>Where it stands.</summary>
    public required AttributeSource Source { get; init; }

    /// <summary>Service that sent it; <see langword="null"/> when it did not say.</summary>
    public required string? Service { get; init; }

    /// <summary>Its key.</summary>
    public required string Key { get; init; }

    /// <summary>Its type.</summary>
    public required ValueType Type { get; init; }

    /// <summary>How many spans had it.</summary>
    public long Count { get; init; }

    /// <summary>Earliest start of such a span, in nanoseconds since 1970 UTC.</summary>
    public long FirstUnixNano { get; init; }

    /// <summary>Latest start.</summary>
    public long LastUnixNano { get; init; }

    /// <summary>Whether it carries content, of which no value is kept.</summary>
    public bool IsContent { get; init; }

    /// <summary>Whether it has a new value nearly every time, like an id: no value is kept.</summary>
    public bool HasTooManyValues { get; init; }

    /// <summary>Values and how often each was seen, the most frequent first; empty when they were not asked for.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Values { get; init; } = [];

    /// <summary>How often it had a value that is not kept: one too long, or one that came after there was no room.</summary>
    public long OtherCount { get; init; }
}

/// <summary>What the catalogue answers.</summary>
/// <param name="Items">The attributes, the most frequent first, then by key.</param>
/// <param name="Uncounted">Attributes of spans that were not counted at all, because there were too many different ones.</param>
public sealed record AttributeAnswer(IReadOnlyList<AttributeUse> Items, long Uncounted);
