using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage;

/// <summary>
/// Says how far the index of words is behind the commits. Searches read what is not indexed, the newest first for a twentieth of a second, and say how
/// many traces they left out then.
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
