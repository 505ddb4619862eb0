using System.Globalization;

namespace OtelGenAI.Benchmarks;

/// <summary>Measures processor time instead of wall time: for a machine that others use too. One thread, the best of several rounds.</summary>
internal static class ProcessorTime
{
    private const int Rounds = 15;
    private const int CallsPerRound = 40;

    /// <summary>Runs the calls by turns and prints what each costs, beside the first.</summary>
    /// <param name="calls">Name, bytes that one call goes through, and the call.</param>
    public static void Compare(params ReadOnlySpan<(string Name, int SizeBytes, Func<int> Call)> calls)
    {
        var best = new double[calls.Length];
        best.AsSpan().Fill(double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            for (var index = 0; index < calls.Length; index++)
            {
                best[index] = Math.Min(best[index], MicrosecondsPerCall(calls[index].Call));
            }
        }

        for (var index = 0; index < calls.Length; index++)
        {
            var (name, sizeBytes, call) = calls[index];
            var before = GC.GetAllocatedBytesForCurrentThread();
            call();
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-20} {best[index],9:F0} µs {sizeBytes / best[index] / 1000,7:F2} GB/s {best[0] / best[index],6:F2}x {allocated,10} B allocated"));
        }
    }

    private static double MicrosecondsPerCall(Func<int> call)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var count = 0; count < CallsPerRound; count++)
        {
            call();
        }

        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / CallsPerRound;
    }
}
