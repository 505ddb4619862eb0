namespace OtelGenAI.Collector.Receivers;

/// <summary>How many received bytes the whole program, or one tenant of it, may hold at once. Beyond it requests are asked to come back.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="maxBytes">The limit, in bytes.</param>
/// <param name="setting">The configuration key of the limit, for messages.</param>
/// <param name="whole">The budget that this one is a share of, or <see langword="null"/> for the whole.</param>
internal sealed class AdmissionBudget(
    long maxBytes, string setting = $"{ReceiverOptions.SectionName}:{nameof(ReceiverOptions.MaxInFlightBytes)}", AdmissionBudget? whole = null)
{
    private long _held;

    /// <summary>Bytes held right now.</summary>
    public long HeldBytes => Interlocked.Read(ref _held);

    /// <summary>Takes bytes from the budget.</summary>
    /// <exception cref="OverloadedException">They would exceed it; nothing was taken.</exception>
    public void Acquire(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) > maxBytes)
        {
            Interlocked.Add(ref _held, -bytes);
            throw new OverloadedException($"The receiver holds {HeldBytes} bytes of requests; the limit is {maxBytes} ({setting}).");
        }

        try
        {
            whole?.Acquire(bytes);
        }
        catch (OverloadedException)
        {
            Interlocked.Add(ref _held, -bytes);
            throw;
        }
    }

    /// <summary>Gives bytes back.</summary>
    public void Release(long bytes)
    {
        Interlocked.Add(ref _held, -bytes);
        whole?.Release(bytes);
    }
}

/// <summary>Nothing was kept; the same request may be sent again.</summary>
internal sealed class OverloadedException(string message) : Exception(message)
{
    /// <summary>How long the client should wait.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}
