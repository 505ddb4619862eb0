namespace OtelGenAI.Conventions;

/// <summary>Span kinds the conventions use.</summary>
public enum ConventionSpanKind
{
    /// <summary>Work inside this process.</summary>
    Internal,

    /// <summary>A call to something remote.</summary>
    Client,

    /// <summary>Handling of a call from something remote.</summary>
    Server,
}
