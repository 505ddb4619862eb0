namespace OtelGenAI.Otlp.Tests;

/// <summary>Measures what a call allocates.</summary>
internal static class Allocations
{
    // The first calls fill tables, and the runtime may allocate while it compiles a method anew: what counts is that a call can do without.
    public static long Least(Action call)
    {
        var least = long.MaxValue;
        for (var count = 0; count < 10; count++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
