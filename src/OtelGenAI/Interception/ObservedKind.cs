using System.ComponentModel;

namespace OtelGenAI.Interception;

/// <summary>What kind of work the calls of a method are; for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum ObservedKind
{
    /// <summary>A step of no other kind.</summary>
    Step,

    /// <summary>A run of an agent.</summary>
    Agent,

    /// <summary>An execution of a tool.</summary>
    Tool,

    /// <summary>A run of a workflow.</summary>
    Workflow,

    /// <summary>A search for documents.</summary>
    Retrieval,

    /// <summary>A check whether something may pass.</summary>
    Guardrail,

    /// <summary>A judgement, whose result is a score.</summary>
    Evaluation,
}
