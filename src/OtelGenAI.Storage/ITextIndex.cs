using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage;

/// <summary>Says how far the index of words is behind the commits. Searches find everything all the same: what is not indexed is read.</summary>
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
