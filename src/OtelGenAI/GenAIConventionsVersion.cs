namespace OtelGenAI;

/// <summary>Which version's names spans, metrics and events have.</summary>
public enum GenAIConventionsVersion
{
    /// <summary>The newest this library knows.</summary>
    Latest = 0,

    /// <summary>Those of version 1.36 of OpenTelemetry's semantic conventions, the last before <c>gen_ai.system</c> and others were renamed.</summary>
    /// <remarks>
    /// Facts that had no name then keep their current one. Content stays in attributes: the message events of that version have bodies of a kind that
    /// OpenTelemetry for .NET cannot write.
    /// </remarks>
    Core136 = 1,
}
