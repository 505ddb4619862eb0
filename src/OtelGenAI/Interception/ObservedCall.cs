using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using OtelGenAI.Conventions;
using OtelGenAI.Diagnostics;
using OtelGenAI.Invocations;
using OtelGenAI.Manual;

namespace OtelGenAI.Interception;

/// <summary>One call of an <see cref="ObservedMethod"/>; for generated code. Nothing here throws but what the method itself threw.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StructLayout(LayoutKind.Auto)]
[SuppressMessage("Design", "CA1068", Justification = "There is no token to pass: the method has its own.")]
public readonly struct ObservedCall
{
    private readonly ObservedMethod? _method;
    private readonly ManualInvocation? _invocation;
    private readonly Activity? _caller;
    private readonly bool _wasRecordedAround;

    internal ObservedCall(ObservedMethod method, ManualInvocation invocation, Activity? caller)
    {
        _method = method;
        _invocation = invocation;
        _caller = caller;
        _wasRecordedAround = invocation.WasRecordedAround;
    }

    /// <summary>Whether anybody sees this call.</summary>
    public bool IsRecorded => _invocation is not null;

    /// <summary>Whether arguments are worth collecting.</summary>
    public bool WantsInput => _method is { CapturesInput: true } && _invocation!.ContentLimitBytes > 0;

    /// <summary>Whether the result is worth turning into text.</summary>
    public bool WantsOutput => _method is { CapturesOutput: true } && _invocation!.ContentLimitBytes > 0;

    internal int ContentLimitBytes => _invocation?.ContentLimitBytes ?? 0;

    internal Activity? Activity => _invocation?.Activity;

    /// <summary>Records the arguments.</summary>
    public void SetInput(ObservedArguments? input)
    {
        if (input is null || _method is null)
        {
            return;
        }

        switch (_method.Kind)
        {
            case ObservedKind.Agent or ObservedKind.Workflow:
                _invocation!.SetMessages(GenAIAttributes.InputMessages, () => [GenAIMessage.User(input.ToText())]);
                break;
            case ObservedKind.Tool:
                _invocation!.SetContent(GenAIAttributes.ToolCallArguments, input.ToJson());
                break;
            case ObservedKind.Retrieval:
                _invocation!.SetContent(GenAIAttributes.RetrievalQueryText, input.FirstText ?? input.ToText());
                break;
            default:
                _invocation!.SetContent(OtelGenAIAttributes.Input, input.ToText());
                break;
        }
    }

    /// <summary>Records the result; of an evaluation also the score, whether content is captured or not.</summary>
    public void SetOutput<T>(T value)
    {
        if (_method is null)
        {
            return;
        }

        try
        {
            if (_method.Kind == ObservedKind.Evaluation)
            {
                RecordScore(value);
            }

            if (WantsOutput)
            {
                SetOutputText(ObservedValue.ToText(value, ContentLimitBytes));
            }
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.Swallowed(nameof(ObservedCall), exception);
        }
    }

    /// <summary>Marks the call as failed.</summary>
    /// <param name="exception">What the method threw.</param>
    public void Fail(Exception exception) => _invocation?.Fail(exception);

    /// <summary>Ends the call.</summary>
    public void End() => _invocation?.End();

    /// <summary>Ends the call with a task.</summary>
    public Task EndWith(Task? task)
    {
        Leave();
        return task is null ? EndWithNull(task)! : AwaitAsync(task);
    }

    /// <summary>Ends the call with a task, and records its result.</summary>
    public Task<T> EndWith<T>(Task<T>? task)
    {
        Leave();
        return task is null ? EndWithNull(task)! : AwaitAsync(task);
    }

    /// <summary>Ends the call with a task.</summary>
    public ValueTask EndWith(ValueTask task)
    {
        Leave();
        return AwaitAsync(task);
    }

    /// <summary>Ends the call with a task, and records its result.</summary>
    public ValueTask<T> EndWith<T>(ValueTask<T> task)
    {
        Leave();
        return AwaitAsync(task);
    }

    internal void SetOutputText(string? text)
    {
        if (text is null)
        {
            return;
        }

        switch (_method!.Kind)
        {
            case ObservedKind.Agent or ObservedKind.Workflow:
                _invocation!.SetMessages(GenAIAttributes.OutputMessages, () => [GenAIMessage.Assistant(text)]);
                break;
            case ObservedKind.Tool:
                _invocation!.SetContent(GenAIAttributes.ToolCallResult, text);
                break;
            case ObservedKind.Retrieval:
                _invocation!.SetContent(GenAIAttributes.RetrievalDocuments, text);
                break;
            default:
                _invocation!.SetContent(OtelGenAIAttributes.Output, text);
                break;
        }
    }

    // A method that returns a task has begun its work in its own flow; the caller goes on in his, where this span is not current.
    private void Leave()
    {
        if (_invocation is not null)
        {
            Activity.Current = _caller;
            CallInProgress.IsRecorded = _wasRecordedAround;
        }
    }

    private TTask? EndWithNull<TTask>(TTask? task)
        where TTask : class
    {
        End();
        return task;
    }

    private async Task AwaitAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception exception)
        {
            Fail(exception);
            throw;
        }
        finally
        {
            End();
        }
    }

    private async Task<T> AwaitAsync<T>(Task<T> task)
    {
        try
        {
            var result = await task;
            SetOutput(result);
            return result;
        }
        catch (Exception exception)
        {
            Fail(exception);
            throw;
        }
        finally
        {
            End();
        }
    }

    private async ValueTask AwaitAsync(ValueTask task)
    {
        try
        {
            await task;
        }
        catch (Exception exception)
        {
            Fail(exception);
            throw;
        }
        finally
        {
            End();
        }
    }

    private async ValueTask<T> AwaitAsync<T>(ValueTask<T> task)
    {
        try
        {
            var result = await task;
            SetOutput(result);
            return result;
        }
        catch (Exception exception)
        {
            Fail(exception);
            throw;
        }
        finally
        {
            End();
        }
    }

    private void RecordScore<T>(T value)
    {
        if (Activity is not { } activity)
        {
            return;
        }

        var (score, label) = ObservedValue.ToScore(value);
        if (score is not null || label is not null)
        {
            GenAI.RecordEvaluation(_method!.Name, score, label, target: activity.Context);
        }
    }
}
