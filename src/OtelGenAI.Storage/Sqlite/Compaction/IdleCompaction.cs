using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Writing;

namespace OtelGenAI.Storage.Sqlite.Compaction;

/// <summary>Makes a tenant's files smaller while nothing arrives: today's first, then those of earlier days. Used by the writer's loop.</summary>
/// <remarks>
/// Compressing is done on another thread; what the writer's thread does takes a few milliseconds a step, and no step begins while something waits.
/// </remarks>
/// <typeparam name="TAppend">What is written.</typeparam>
/// <param name="files">The tenant's files.</param>
/// <param name="days">Opens them.</param>
/// <param name="clock">Measures pauses.</param>
internal sealed class IdleCompaction<TAppend>(TenantFiles files, IDaySet<TAppend> days, TimeProvider clock)
{
    // While clients send one request after the other, there are gaps of a few milliseconds between an answer and the next request.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    // Nothing is ever quiet for some: a twenty-fifth of a processor goes on with today's file, at most a step a second.
    private const int RestPerWork = 24;
    private static readonly TimeSpan MinRest = TimeSpan.FromSeconds(1);

    private readonly HashSet<DayFile> _finished = [];
    private IFileCompaction? _earlier;
    private IFileCompaction? _file;
    private Task<Action>? _step;
    private long _began;
    private long _ended = clock.GetTimestamp();
    private TimeSpan _took;

    /// <summary>Does one step, unless something arrives before.</summary>
    /// <param name="live">The file that is written, when it is open.</param>
    /// <param name="arrival">Completes when something arrives.</param>
    /// <param name="quietFor">For how long nobody has waited for an answer; zero while somebody does.</param>
    /// <returns><see langword="false"/> when something has arrived, or nothing is left to do.</returns>
    public async Task<bool> StepAsync(IFileCompaction? live, Task arrival, Func<TimeSpan> quietFor)
    {
        if (_step is null)
        {
            if (await HasArrivedAsync(arrival, quietFor) || Next(live, isQuiet: quietFor() >= Quiet) is not { } work)
            {
                return false;
            }

            _began = clock.GetTimestamp();
            _step = Task.Run(work);
        }

        await Task.WhenAny(arrival, _step);
        if (arrival.IsCompleted)
        {
            return false;
        }

        var store = await _step;
        _step = null;
        store();
        _ended = clock.GetTimestamp();
        _took = clock.GetElapsedTime(_began, _ended);
        return true;
    }

    /// <summary>Gives up the file that could not be compacted.</summary>
    /// <returns>Its path.</returns>
    public string GiveUp()
    {
        var path = _file?.File.Path ?? files.Folder;
        if (_earlier is not null)
        {
            _finished.Add(_earlier.File);
        }

        Close();
        return path;
    }

    /// <summary>Leaves everything as it is now: the files are to be closed.</summary>
    public void Close()
    {
        // What it gives is never stored; it reads no file.
        _step = null;
        _file = null;
        CloseEarlier();
    }

    private async Task<bool> HasArrivedAsync(Task arrival, Func<TimeSpan> quietFor)
    {
        using var stop = new CancellationTokenSource();
        while (!arrival.IsCompleted && Pause(quietFor()) is var pause && pause > TimeSpan.Zero)
        {
            await Task.WhenAny(arrival, Task.Delay(pause, clock, stop.Token));
        }

        await stop.CancelAsync();
        return arrival.IsCompleted;
    }

    // Until it is quiet, or it has rested: whichever comes first.
    private TimeSpan Pause(TimeSpan quietFor)
    {
        var untilQuiet = Quiet - quietFor;
        var rest = _took * RestPerWork;
        var untilRested = (rest > MinRest ? rest : MinRest) - clock.GetElapsedTime(_ended);
        return untilQuiet < untilRested ? untilQuiet : untilRested;
    }

    private Func<Action>? Next(IFileCompaction? live, bool isQuiet)
    {
        _file = live;
        if (live?.NextCompaction() is { } now)
        {
            return now;
        }

        while (isQuiet && (_earlier ??= OpenEarlier()) is { } earlier)
        {
            _file = earlier;
            if (earlier.NextCompaction() is { } work)
            {
                return work;
            }

            _finished.Add(earlier.File);
            CloseEarlier();
        }

        return null;
    }

    private IFileCompaction? OpenEarlier()
    {
        var all = files.OldestFirst;
        for (var at = all.Length - 2; at >= 0; at--)
        {
            if (_finished.Contains(all[at]))
            {
                continue;
            }

            try
            {
                if (days.OpenCompaction(all[at]) is { } found)
                {
                    return found;
                }
            }
            catch (Exception failure) when (StoreFailure.IsWorld(failure))
            {
                // It is damaged, or somebody uses it; reading it says so. It stays as large as it is until the next start.
            }

            _finished.Add(all[at]);
        }

        return null;
    }

    private void CloseEarlier()
    {
        (_earlier as IDisposable)?.Dispose();
        _earlier = null;
    }
}
