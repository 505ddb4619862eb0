using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage;

/// <summary>Keeps the traces that somebody pinned, whatever retention says.</summary>
/// <remarks>
/// Thread-safe. A pin holds all of a trace: its spans and log records of every day, those that arrive later included. Deleting a trace, or a
/// user's, deletes pinned ones too. <see cref="Telemetry.Traces.TraceSummary.IsPinned"/> says which are.
/// </remarks>
public interface ITracePins
{
    /// <summary>Pins a trace; a pinned one stays so.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceId">Which.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether it is pinned now; durable then.</returns>
    /// <exception cref="StoreUnavailableException">The pins cannot be read or written; ask again.</exception>
    Task<PinResult> PinAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken);

    /// <summary>Leaves a trace to retention again; one that is not pinned stays so.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceId">Which.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns><see cref="PinResult.Done"/>, or <see cref="PinResult.NoSuchTrace"/>.</returns>
    /// <exception cref="StoreUnavailableException">The pins cannot be read or written; ask again.</exception>
    Task<PinResult> UnpinAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken);
}

/// <summary>What became of a pin.</summary>
public enum PinResult
{
    /// <summary>It is as was asked.</summary>
    Done,

    /// <summary>The store has neither spans nor log records of the trace.</summary>
    NoSuchTrace,

    /// <summary>The tenant has as many pins as it may have.</summary>
    TooMany,
}
