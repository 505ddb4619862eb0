namespace OtelGenAI.Storage;

/// <summary>The store cannot take or give data now: disk full, read-only, locked, queue full. Sending the same again may work.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Makes one without a message; use the other constructors.</summary>
    public StoreUnavailableException()
        : this("The store is unavailable.")
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">What, where, and what to do.</param>
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">What, where, and what to do.</param>
    /// <param name="innerException">What the engine said.</param>
    public StoreUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>How long a client should wait before it tries again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}
