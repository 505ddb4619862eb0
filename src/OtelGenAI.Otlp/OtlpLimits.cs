namespace OtelGenAI.Otlp;

/// <summary>How much of a request becomes rows. What is over a limit is not lost: it stays in the message bytes, and is counted.</summary>
public sealed record OtlpLimits
{
    /// <summary>Deepest nesting of values that may be configured: reading is recursive up to here, and the stack is finite.</summary>
    public const int LargestValueDepth = 64;

    /// <summary>The limits that hold when nobody says otherwise.</summary>
    public static OtlpLimits Default { get; } = new();

    /// <summary>Attributes of one span, event, link, resource or scope that get a row.</summary>
    /// <value>Default 1,024: eight times what an OpenTelemetry SDK sends at most by default.</value>
    public int MaxAttributes { get; init; } = 1024;

    /// <summary>Events of one span that get a row.</summary>
    /// <value>Default 128, the limit of the OpenTelemetry SDKs.</value>
    public int MaxEvents { get; init; } = 128;

    /// <summary>Links of one span that get a row.</summary>
    /// <value>Default 128, the limit of the OpenTelemetry SDKs.</value>
    public int MaxLinks { get; init; } = 128;

    /// <summary>Exemplars of one data point that get a row.</summary>
    /// <value>Default 64: SDKs send one for each bucket at most, and our own histograms have 15.</value>
    public int MaxExemplars { get; init; } = 64;

    /// <summary>Levels of arrays and key-value lists that are looked into.</summary>
    /// <value>Default 32, which Google.Protobuf (100 message levels) can still read.</value>
    public int MaxValueDepth
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LargestValueDepth);
            field = value;
        }
    } = 32;
}
