namespace OtelGenAI;

/// <summary>Marks a method whose calls are recorded. What kind of work they are, its descendants say.</summary>
/// <remarks>
/// Calls are recorded where they are written in code: the compiler puts the recording there (interceptors), and nothing is found at run time, so trimmed and
/// natively compiled applications can use it. A call that is not written in code that is compiled with this package, such as one through a delegate or by
/// reflection, is not recorded; analyzers warn where they can see it, and <c>AddGenAIObserved</c> helps for services.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public abstract class ObservedAttribute : Attribute
{
    private protected ObservedAttribute(string? name) => Name = name;

    /// <summary>Name of the span.</summary>
    /// <value><see langword="null"/> for the name of the method, without <c>Async</c>.</value>
    public string? Name { get; }

    /// <summary>Whether arguments are recorded, where content is captured at all.</summary>
    /// <value>Default <see langword="true"/>.</value>
    public bool CaptureInput { get; set; } = true;

    /// <summary>Whether results are recorded, where content is captured at all.</summary>
    /// <value>Default <see langword="true"/>.</value>
    public bool CaptureOutput { get; set; } = true;
}

/// <summary>Calls of the method are runs of an agent.</summary>
/// <param name="name">Name of the agent.</param>
public sealed class AgentAttribute(string? name = null) : ObservedAttribute(name);

/// <summary>Calls of the method are executions of a tool.</summary>
/// <param name="name">Name of the tool, as the model knows it.</param>
public sealed class ToolAttribute(string? name = null) : ObservedAttribute(name);

/// <summary>Calls of the method are runs of a workflow.</summary>
/// <param name="name">Name of the workflow.</param>
public sealed class WorkflowAttribute(string? name = null) : ObservedAttribute(name);

/// <summary>Calls of the method are searches for documents: its first text is the query, its result the documents.</summary>
/// <param name="name">Id of what is searched.</param>
public sealed class RetrievalAttribute(string? name = null) : ObservedAttribute(name);

/// <summary>Calls of the method decide whether something may pass.</summary>
/// <param name="name">Name of the guardrail.</param>
public sealed class GuardrailAttribute(string? name = null) : ObservedAttribute(name);

/// <summary>Calls of the method judge something: a result that is a number, a truth, a text or an enum is recorded as the score.</summary>
/// <param name="name">Name of the evaluation.</param>
public sealed class EvaluationAttribute(string? name = null) : ObservedAttribute(name);

/// <summary>Calls of the method are a step worth seeing, and none of the other kinds.</summary>
/// <param name="name">Name of the span; by default the type and the method.</param>
public sealed class ObserveAttribute(string? name = null) : ObservedAttribute(name);
