namespace OtelGenAI.Telemetry.Records;

/// <summary>Limits beyond which something of a request gets no row. It stays in the message bytes: nothing is lost, but it is not indexed.</summary>
public enum RowLimit
{
    /// <summary>Attributes of one owner.</summary>
    Attributes,

    /// <summary>Events of one span.</summary>
    Events,

    /// <summary>Links of one span.</summary>
    Links,

    /// <summary>Exemplars of one data point.</summary>
    Exemplars,

    /// <summary>Levels of arrays and key-value lists.</summary>
    Depth,

    /// <summary>Length of an attribute key.</summary>
    KeyLength,

    /// <summary>Different attribute keys since the program started.</summary>
    Keys,

    /// <summary>Attributes and array elements of a request, measured by its size.</summary>
    RequestRows,
}

/// <summary>How much of a batch has no row, by the limit that it was over.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class UnindexedCounts
{
    private readonly int[] _counts = new int[Enum.GetValues<RowLimit>().Length];

    /// <summary>Over all limits.</summary>
    public int Total => _counts.Sum();

    /// <summary>Over one limit.</summary>
    public int this[RowLimit limit] => _counts[(int)limit];

    /// <summary>Counts one more.</summary>
    public void Add(RowLimit limit) => _counts[(int)limit]++;

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(_counts);
}
