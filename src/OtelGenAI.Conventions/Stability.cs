namespace OtelGenAI.Conventions;

/// <summary>How firmly upstream has promised a name.</summary>
public enum Stability
{
    /// <summary>May change or disappear at any time.</summary>
    Development,

    /// <summary>About to become stable.</summary>
    ReleaseCandidate,

    /// <summary>Will not change.</summary>
    Stable,
}
