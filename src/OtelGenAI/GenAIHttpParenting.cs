namespace OtelGenAI;

/// <summary>How the span of a model call relates to the span of the HTTP request that carries it.</summary>
public enum GenAIHttpParenting
{
    /// <summary>The model call is the parent of its HTTP span. Costs about half a KB per request of any HttpClient in the process.</summary>
    Nested = 0,

    /// <summary>
    /// Both are children of the caller's span. Cheaper; without a caller's span each becomes a trace of its own, as there is nothing to share.
    /// </summary>
    Sibling = 1,
}
