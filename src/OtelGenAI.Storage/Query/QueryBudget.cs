namespace OtelGenAI.Storage.Query;

/// <summary>How long a query may take, and whether anybody waits for it. Not thread-safe.</summary>
/// <param name="clock">Measures.</param>
/// <param name="time">How long; <see langword="null"/> for as long as somebody waits.</param>
/// <param name="cancellationToken">Says that nobody waits any more.</param>
internal sealed class QueryBudget(TimeProvider clock, TimeSpan? time, CancellationToken cancellationToken)
{
    // Looking at the clock takes 25 ns, a condition on a span a tenth of that.
    private const int LooksPerTick = 64;

    private readonly long _began = clock.GetTimestamp();
    private int _looks;
    private TimeSpan _sliceEnd = TimeSpan.MaxValue;

    /// <summary>How long it has taken.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_began);

    /// <summary>Whether it has taken too long.</summary>
    public bool IsSpent => time is { } most && Elapsed >= most;

    /// <summary>Whether what is read as of one moment has been read for so long that it should go on as of a later one.</summary>
    public bool IsSliceOver => Elapsed >= _sliceEnd;

    /// <summary>Begins to read as of a moment.</summary>
    /// <param name="length">For how long.</param>
    public void BeginSlice(TimeSpan length) => _sliceEnd = Elapsed + length;

    /// <summary>Called for each span that is looked at.</summary>
    /// <exception cref="QueryTimeException">The time is over.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits.</exception>
    public void Tick()
    {
        if (++_looks % LooksPerTick == 0)
        {
            Check();
        }
    }

    /// <summary>Called for each payload that is opened.</summary>
    /// <inheritdoc cref="Tick"/>
    public void Check()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsSpent)
        {
            throw new QueryTimeException();
        }
    }
}

/// <summary>The time of a query is over; whoever runs it answers with what was found.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1064", Justification = "Whoever runs the query catches it.")]
internal sealed class QueryTimeException : Exception;
