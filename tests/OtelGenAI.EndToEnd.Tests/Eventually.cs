using System.Diagnostics;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>Waits for something that other processes bring about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the answer is the expected one.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="isAsExpected">Whether the answer is the expected one.</param>
    /// <param name="deadline">After it the test fails with the last answer.</param>
    /// <param name="explain">What else to say then.</param>
    /// <returns>The expected answer.</returns>
    public static async Task<T> IsAsync<T>(Func<Task<T>> ask, Func<T, bool> isAsExpected, TimeSpan deadline, Func<string>? explain = null)
    {
        using var timer = new PeriodicTimer(Often);
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isAsExpected(answer))
            {
                return answer;
            }

            Assert.True(Stopwatch.GetElapsedTime(start) < deadline, $"After {deadline} it is still {answer}. {explain?.Invoke()}");
            await timer.WaitForNextTickAsync();
        }
    }
}
