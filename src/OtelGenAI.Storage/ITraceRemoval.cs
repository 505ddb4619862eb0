using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage;

/// <summary>Takes telemetry out of a store: what somebody wants deleted, and what is past retention.</summary>
/// <remarks>
/// Thread-safe. What is deleted is gone from the files, not only from the answers: the bytes too (RemovalConformance, ErasureTests). Spans of a
/// deleted trace that arrive later are stored as those of a new one.
/// </remarks>
public interface ITraceRemoval
{
    /// <summary>The tenants that have data.</summary>
    IReadOnlyCollection<TenantId> Tenants { get; }

    /// <summary>Deletes a trace: spans, log records, summaries.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="traceId">Which.</param>
    /// <param name="cancellationToken">Stops waiting; a deletion under way goes on.</param>
    /// <returns>What was deleted; nothing when there is no such trace.</returns>
    /// <exception cref="StoreUnavailableException">A file cannot be read or written. What was deleted before stays deleted; ask again.</exception>
    Task<DeletionResult> DeleteTraceAsync(TenantId tenant, TraceId traceId, CancellationToken cancellationToken);

    /// <summary>Finds the traces that <see cref="DeleteUserAsync"/> would delete.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="userId">The end user, exactly.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="StoreUnavailableException">A file cannot be read.</exception>
    Task<IReadOnlySet<TraceId>> FindUserTracesAsync(TenantId tenant, string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes every trace in which a user is named, on a span, a log record or a resource, because what one user said may stand in any span of a
    /// trace; and the log records without a trace that name the user.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="userId">The end user, exactly.</param>
    /// <param name="cancellationToken">Stops waiting; a deletion under way goes on.</param>
    /// <returns>What was deleted.</returns>
    /// <exception cref="StoreUnavailableException">A file cannot be read or written. What was deleted before stays deleted; ask again.</exception>
    Task<DeletionResult> DeleteUserAsync(TenantId tenant, string userId, CancellationToken cancellationToken);

    /// <summary>Drops payloads and the oldest days of a tenant, whole but for pinned traces, until its limits hold.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limits">What may stay.</param>
    /// <param name="cancellationToken">Stops waiting; a sweep under way goes on.</param>
    /// <returns>The days that were dropped, oldest first.</returns>
    /// <exception cref="StoreUnavailableException">A file cannot be deleted. The next sweep tries again.</exception>
    Task<IReadOnlyList<DroppedDay>> DropExpiredAsync(TenantId tenant, RetentionLimits limits, CancellationToken cancellationToken);
}

/// <summary>What was deleted.</summary>
/// <param name="Traces">Different traces.</param>
/// <param name="Spans">Spans.</param>
/// <param name="Logs">Log records.</param>
public readonly record struct DeletionResult(long Traces, long Spans, long Logs)
{
    /// <summary>Exemplars of metrics that were measured in the traces, or name the user.</summary>
    public long Exemplars { get; init; }

    /// <summary>Data points that name the user.</summary>
    public long DataPoints { get; init; }
}

/// <summary>What of a tenant may stay.</summary>
/// <param name="MaxAge">Days that ended longer ago are dropped; <see langword="null"/> keeps them.</param>
/// <param name="MaxBytes">The oldest days are dropped until the day files are no larger, but never the newest; <see langword="null"/> for no limit.</param>
public readonly record struct RetentionLimits(TimeSpan? MaxAge, long? MaxBytes)
{
    /// <summary>Payloads of days that ended longer ago are dropped: messages of spans and whole log records, not rows and sums.</summary>
    /// <value>Default <see langword="null"/>: payloads stay as long as their rows.</value>
    public TimeSpan? MaxPayloadAge { get; init; }

    /// <summary>How the rule about payloads is told to who asks for one that is gone: the setting and its value.</summary>
    public string PayloadRule { get; init; } = "retention";

    /// <summary>No limits.</summary>
    public RetentionLimits()
        : this(MaxAge: null, MaxBytes: null)
    {
    }
}

/// <summary>A day that was dropped.</summary>
/// <param name="Day">Day of arrival, UTC.</param>
/// <param name="Traces">Traces that had spans in it.</param>
/// <param name="Bytes">Bytes of its file.</param>
public readonly record struct DroppedDay(DateOnly Day, long Traces, long Bytes)
{
    /// <summary>Whether only payloads were dropped, of spans and log records; the traces are still there.</summary>
    public bool IsPayloadOnly { get; init; }

    /// <summary>Traces that stay of it, because they are pinned.</summary>
    public long PinnedTraces { get; init; }
}
