using System.ComponentModel;
using System.Diagnostics;
using OtelGenAI.Diagnostics;
using OtelGenAI.Manual;

namespace OtelGenAI.Interception;

/// <summary>A method marked with an <see cref="ObservedAttribute"/>; for generated code. Thread-safe.</summary>
/// <param name="kind">What kind of work its calls are.</param>
/// <param name="name">Name of the agent, the tool and so on.</param>
/// <param name="capturesInput">Whether arguments may be recorded.</param>
/// <param name="capturesOutput">Whether results may be recorded.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ObservedMethod(ObservedKind kind, string name, bool capturesInput, bool capturesOutput)
{
    internal ObservedKind Kind => kind;

    internal string Name => name;

    internal bool CapturesInput => capturesInput;

    internal bool CapturesOutput => capturesOutput;

    /// <summary>Begins a call.</summary>
    /// <returns>The default value, which does nothing, when nobody would see it.</returns>
    public ObservedCall Begin()
    {
        var caller = Activity.Current;
        try
        {
            return Start() is { } invocation ? new ObservedCall(this, invocation, caller) : default;
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(ObservedMethod), exception);
            return default;
        }
    }

    /// <summary>Records a stream from its first step to its last.</summary>
    /// <param name="stream">What the method returned; nothing of it has run.</param>
    /// <param name="input">The arguments, if <see cref="WantsInput"/>.</param>
    public IAsyncEnumerable<T> Enumerate<T>(IAsyncEnumerable<T> stream, ObservedArguments? input) => new ObservedAsyncEnumerable<T>(this, stream, input);

    /// <summary>Records a sequence from its first step to its last.</summary>
    /// <param name="sequence">What the method returned; nothing of it has run.</param>
    /// <param name="input">The arguments, if <see cref="WantsInput"/>.</param>
    public IEnumerable<T> Enumerate<T>(IEnumerable<T> sequence, ObservedArguments? input) => new ObservedEnumerable<T>(this, sequence, input);

    /// <summary>Whether arguments are worth collecting before a call has begun.</summary>
    public bool WantsInput => capturesInput && OwnTelemetry.Source.HasListeners() && Content.ContentPolicy.Current.Captures;

    private ManualInvocation? Start() => kind switch
    {
        ObservedKind.Agent => GenAI.StartAgent(name).Invocation,
        ObservedKind.Tool => GenAI.StartTool(name).Invocation,
        ObservedKind.Workflow => GenAI.StartWorkflow(name).Invocation,
        ObservedKind.Retrieval => GenAI.StartRetrieval(name).Invocation,
        ObservedKind.Guardrail => GenAI.StartGuardrail(name).Invocation,
        ObservedKind.Evaluation => GenAI.StartEvaluation(name).Invocation,
        _ => GenAI.StartOther(operation: null, name).Invocation,
    };
}
