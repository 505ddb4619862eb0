using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.TextIndex;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>One query of one tenant: the files as they were when it began, each read at one moment. Used by one thread.</summary>
/// <remarks>
/// The file that is written is asked first: what a trace gained in it later is then not seen, and its earlier line in an earlier file,
/// which does not change, still is. Asked the other way round, a trace could be missed.
/// </remarks>
internal sealed class ReadSession : IDisposable
{
    private readonly DayReaders _readers;
    private readonly CancellationToken _cancellationToken;
    private readonly Lock _interrupting = new();
    private readonly Dictionary<DayFile, DayReader> _rented = [];
    private readonly CancellationTokenRegistration _registration;
    private bool _hasSucceeded;

    public ReadSession(TenantFiles files, DayReaders readers, IReadOnlySet<TraceId> pinned, CancellationToken cancellationToken)
    {
        _readers = readers;
        Pinned = pinned;
        _cancellationToken = cancellationToken;
        OldestFirst = Existing(files);
        _registration = cancellationToken.Register(Interrupt);
    }

    /// <summary>The files; the last one may be being written.</summary>
    public DayFile[] OldestFirst { get; }

    /// <summary>The traces that are pinned.</summary>
    public IReadOnlySet<TraceId> Pinned { get; }

    /// <summary>The words of the files, when they are indexed.</summary>
    public TenantTextIndex? Text { get; init; }

    /// <summary>The file that may be being written.</summary>
    public DayFile? Live => OldestFirst.Length > 0 ? OldestFirst[^1] : null;

    /// <summary>A reader of a file, the same one and the same moment each time.</summary>
    public DayReader Reader(DayFile file)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (_rented.TryGetValue(file, out var reader))
        {
            return reader;
        }

        reader = _readers.Rent(file);
        lock (_interrupting)
        {
            _rented[file] = reader;
        }

        reader.BeginSnapshot();
        return reader;
    }

    /// <summary>What is known of a file other than <see cref="Live"/>.</summary>
    public SealedDay Sealed(DayFile file) => file.Sealed(() => Read(file, reader => reader.ReadSealedDay()));

    /// <summary>Whether a file may have spans of a trace.</summary>
    public bool MayHave(DayFile file, TraceId traceId) => file == Live || file.MayHave(traceId, () => Read(file, reader => reader.ReadTraceIds()));

    /// <summary>Whether a later file has the newer line of a trace.</summary>
    public bool IsContinuedLater(DayFile file, TraceId traceId)
    {
        for (var at = OldestFirst.Length - 1; at >= 0 && OldestFirst[at] != file; at--)
        {
            var later = OldestFirst[at];
            if (later == Live ? Reader(later).Continues(traceId) : Sealed(later).Continued.Contains(traceId))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Says that the caller has left.</summary>
    public CancellationToken CancellationToken => _cancellationToken;

    /// <summary>Stops the query when its caller has left.</summary>
    public void ThrowIfCancelled() => _cancellationToken.ThrowIfCancellationRequested();

    /// <summary>Says that nothing went wrong, so that the connections may be used again.</summary>
    public void Succeed()
    {
        foreach (var reader in _rented.Values)
        {
            reader.EndSnapshot();
        }

        _hasSucceeded = true;
    }

    public void Dispose()
    {
        // Waits for an interruption under way: from here on nobody touches the connections but us.
        _registration.Dispose();
        foreach (var (file, reader) in _rented)
        {
            _readers.Return(file, reader, _hasSucceeded);
        }
    }

    private T Read<T>(DayFile file, Func<DayReader, T> read)
    {
        var reader = _readers.Rent(file);
        var hasSucceeded = false;
        try
        {
            var answer = read(reader);
            hasSucceeded = true;
            return answer;
        }
        finally
        {
            _readers.Return(file, reader, hasSucceeded);
        }
    }

    // An operator may delete a day while the program runs; that is no reason to fail.
    private DayFile[] Existing(TenantFiles files)
    {
        var all = files.OldestFirst;
        foreach (var file in all)
        {
            if (!File.Exists(file.Path))
            {
                files.Remove(file);
                _readers.Forget(file);
            }
        }

        return files.OldestFirst;
    }

    private void Interrupt()
    {
        lock (_interrupting)
        {
            foreach (var reader in _rented.Values)
            {
                reader.Connection.Interrupt();
            }
        }
    }
}
