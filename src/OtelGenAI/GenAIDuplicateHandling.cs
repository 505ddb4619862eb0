namespace OtelGenAI;

/// <summary>What happens to the inner one of two spans that record the same model call.</summary>
/// <remarks>Dropping it is not offered: its own children, the HTTP request for one, would lose their parent.</remarks>
public enum GenAIDuplicateHandling
{
    /// <summary>The inner span stays in the trace, gives what it alone knows to the outer one, and is no longer counted.</summary>
    Demote = 0,

    /// <summary>Both stay as they are.</summary>
    Keep = 1,
}
