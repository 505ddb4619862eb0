using System.Collections;
using System.Diagnostics;

namespace OtelGenAI.Interception;

/// <summary>A sequence whose enumeration is a call: begun by its first step, ended by its last, or when it is left.</summary>
internal sealed class ObservedEnumerable<T>(ObservedMethod method, IEnumerable<T> sequence, ObservedArguments? input) : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator()
    {
        var outside = Activity.Current;
        var call = method.Begin();
        Activity.Current = outside;
        call.SetInput(input);
        var output = new StreamedOutput(call);
        try
        {
            using var items = sequence.GetEnumerator();
            while (MoveNext(items, call))
            {
                output.Add(items.Current);
                yield return items.Current;
            }
        }
        finally
        {
            outside = Activity.Current;
            output.Complete();
            call.End();
            Activity.Current = outside;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Unlike an async one, a step here runs in the caller's own flow, which gets back what was current.
    private static bool MoveNext(IEnumerator<T> items, ObservedCall call)
    {
        var outside = Activity.Current;
        Activity.Current = call.Activity ?? outside;
        try
        {
            return items.MoveNext();
        }
        catch (Exception exception)
        {
            call.Fail(exception);
            throw;
        }
        finally
        {
            Activity.Current = outside;
        }
    }
}
