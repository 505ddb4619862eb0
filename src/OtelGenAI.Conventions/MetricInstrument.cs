namespace OtelGenAI.Conventions;

/// <summary>Instruments the conventions use.</summary>
public enum MetricInstrument
{
    /// <summary>A sum that only grows.</summary>
    Counter,

    /// <summary>A distribution of measurements.</summary>
    Histogram,
}
