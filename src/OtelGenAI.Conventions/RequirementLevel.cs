namespace OtelGenAI.Conventions;

/// <summary>How strongly an attribute is asked for.</summary>
/// <remarks>Source: OpenTelemetry semantic conventions, "attribute requirement levels".</remarks>
public enum RequirementLevel
{
    /// <summary>Always present.</summary>
    Required,

    /// <summary>Present whenever its condition holds.</summary>
    ConditionallyRequired,

    /// <summary>Present unless it costs too much or is switched off.</summary>
    Recommended,

    /// <summary>Present only when the user asks for it.</summary>
    OptIn,
}
