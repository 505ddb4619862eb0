namespace OtelGenAI.Collector.Pipeline;

/// <summary>What became of a request, whatever transport it came by.</summary>
internal abstract record ConsumeResult
{
    private ConsumeResult()
    {
    }

    /// <summary>Every span is durable; acknowledge.</summary>
    /// <param name="Warning">Something the sender should know all the same, or <see langword="null"/>.</param>
    public sealed record Accepted(string? Warning) : ConsumeResult;

    /// <summary>Some spans can never be accepted; the rest is durable. Say how many and why, so that the client does not resend.</summary>
    /// <param name="Rejected">How many.</param>
    /// <param name="Reason">Which and why.</param>
    public sealed record PartlyRejected(long Rejected, string Reason) : ConsumeResult;

    /// <summary>The bytes are not an OTLP request. Nothing was kept, and the same bytes will never be accepted.</summary>
    /// <param name="Reason">What is wrong, and where.</param>
    public sealed record Malformed(string Reason) : ConsumeResult;

    /// <summary>Nothing was kept; the same request may be sent again.</summary>
    /// <param name="RetryAfter">When.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Overloaded(TimeSpan RetryAfter, string Reason) : ConsumeResult;
}
