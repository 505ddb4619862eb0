using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage;

/// <summary>
/// Says how far the index of words is behind the commits. Searches read what is not indexed, but for what is more than 2,000 traces a day:
/// they say that it is missing.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public interface ITextIndex
{
    /// <summary>Whether words are indexed at all.</summary>
    bool IsIndexed { get; }

    /// <summary>How long something of a tenant has been waiting to be indexed; zero when nothing is.</summary>
    /// <param name="tenant">Whose.</param>
    TimeSpan Lag(TenantId tenant);

    /// <summary>The longest of all tenants.</summary>
    TimeSpan MaxLag { get; }
}
