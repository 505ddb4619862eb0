namespace OtelGenAI.Collector.Receivers;

/// <summary>How many received bytes the whole program may hold at once. Beyond it requests are asked to come back.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="maxBytes">The limit, in bytes.</param>
internal sealed class AdmissionBudget(long maxBytes)
{
    private long _held;

    /// <summary>Bytes held right now.</summary>
    public long HeldBytes => Interlocked.Read(ref _held);

    /// <summary>Takes bytes from the budget.</summary>
    /// <exception cref="OverloadedException">They would exceed it.</exception>
    public void Acquire(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) > maxBytes)
        {
            Interlocked.Add(ref _held, -bytes);
            throw new OverloadedException(
                $"The receiver holds {HeldBytes} bytes of requests; the limit is {maxBytes} ({ReceiverOptions.SectionName}:{nameof(ReceiverOptions.MaxInFlightBytes)}).");
        }
    }

    /// <summary>Gives bytes back.</summary>
    public void Release(long bytes) => Interlocked.Add(ref _held, -bytes);
}

/// <summary>Nothing was kept; the same request may be sent again.</summary>
internal sealed class OverloadedException(string message) : Exception(message)
{
    /// <summary>How long the client should wait.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}
