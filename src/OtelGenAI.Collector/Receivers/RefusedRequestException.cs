namespace OtelGenAI.Collector.Receivers;

/// <summary>Why a request was not let in, in words that both transports translate.</summary>
internal enum Refusal
{
    /// <summary>HTTP 401, UNAUTHENTICATED.</summary>
    Unauthenticated,

    /// <summary>HTTP 403, PERMISSION_DENIED.</summary>
    PermissionDenied,

    /// <summary>HTTP 429, RESOURCE_EXHAUSTED, with the time after which it may come again.</summary>
    OverQuota,
}

/// <summary>A request that is refused before it is read.</summary>
/// <param name="refusal">What kind of refusal.</param>
/// <param name="reason">A word for <c>/metrics</c>.</param>
/// <param name="message">What is wrong, for the client's log.</param>
internal sealed class RefusedRequestException(Refusal refusal, string reason, string message) : Exception(message)
{
    public Refusal Refusal => refusal;

    public string Reason => reason;

    /// <summary>When the client should come back, if that can help.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
