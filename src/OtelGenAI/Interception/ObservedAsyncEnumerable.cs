using System.Diagnostics;

namespace OtelGenAI.Interception;

/// <summary>A stream whose enumeration is a call: begun by its first step, ended by its last, or when it is left.</summary>
internal sealed class ObservedAsyncEnumerable<T>(ObservedMethod method, IAsyncEnumerable<T> stream, ObservedArguments? input) : IAsyncEnumerable<T>
{
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var call = method.Begin();
        call.SetInput(input);
        var output = new StreamedOutput(call);
        try
        {
            var items = stream.GetAsyncEnumerator(cancellationToken);
            await using (items)
            {
                while (await MoveNextAsync(items, call))
                {
                    output.Add(items.Current);
                    yield return items.Current;
                }
            }
        }
        finally
        {
            output.Complete();
            call.End();
        }
    }

    // Every step runs in the flow of whoever asks for it, and what it calls belongs below this span.
    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<T> items, ObservedCall call)
    {
        if (call.Activity is { } activity)
        {
            Activity.Current = activity;
        }

        try
        {
            return await items.MoveNextAsync();
        }
        catch (Exception exception)
        {
            call.Fail(exception);
            throw;
        }
    }
}
