using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.TextIndex;

namespace OtelGenAI.Storage.Sqlite.Reading;

/// <summary>Lines of the traces of one file that a question can hold for, the newest first; no other line is read.</summary>
/// <remarks>
/// What the index names comes about the newest first: a line waits until no later one can be newer (<see cref="TextCandidates.LatestToCome"/>). So the
/// newest of a million are found without looking at the others.
/// </remarks>
internal sealed class CandidateRows : FileRows
{
    private readonly ReadSession _session;
    private readonly TextCandidates? _candidates;
    private readonly SqliteStatement _position;
    private readonly SqliteStatement _line;
    private readonly int _numberAt;
    private readonly long _before;
    private readonly Action _check;
    private readonly PriorityQueue<long, TracePosition> _waiting = new(Comparer<TracePosition>.Create((x, y) => y.CompareTo(x)));

    // A trace that is known without the index may be named by it too.
    private readonly HashSet<long> _others;
    private int _taken;

    /// <summary>Begins with those that are known without the index.</summary>
    /// <param name="session">The query.</param>
    /// <param name="file">The file.</param>
    /// <param name="candidates">Those that the index names; <see langword="null"/> for none.</param>
    /// <param name="others">Others: traces whose spans are in several files, or whose log records say it.</param>
    /// <param name="position">Gives the start and the id of a trace whose number is its first value, when it is asked for; this object disposes of it.</param>
    /// <param name="line">Gives the line of a trace; this object disposes of it.</param>
    /// <param name="numberAt">Where its number is bound in the latter.</param>
    /// <param name="before">Numbers from this on are none of its candidates: others have them.</param>
    /// <param name="check">Called between two steps of the search in the index.</param>
    public CandidateRows(
        ReadSession session, DayFile file, TextCandidates? candidates, IEnumerable<long> others, SqliteStatement position, SqliteStatement line, int numberAt,
        long before, Action check)
        : base(file)
    {
        _session = session;
        _candidates = candidates;
        _position = position;
        _line = line;
        _numberAt = numberAt;
        _before = before;
        _check = check;
        _others = [.. others.Where(traceNo => traceNo < before)];
        foreach (var traceNo in _others)
        {
            Add(traceNo);
        }
    }

    public override SqliteStatement Statement => _line;

    public override bool Step()
    {
        while (true)
        {
            TakeFound();
            while (_candidates is { IsOver: false } more && (!_waiting.TryPeek(out _, out var newest) || newest.Key <= more.LatestToCome))
            {
                // In this order: whoever goes on as of a later moment has come further each time.
                more.FindMore(_session);
                TakeFound();
                _check();
            }

            if (!_waiting.TryDequeue(out var traceNo, out _))
            {
                return false;
            }

            _line.Reset();
            _line.Bind(_numberAt, traceNo);
            if (_line.Step())
            {
                return true;
            }
        }
    }

    public override void Dispose()
    {
        _position.Dispose();
        _line.Dispose();
    }

    private void TakeFound()
    {
        for (; _candidates is not null && _taken < _candidates.Found.Count; _taken++)
        {
            if (_candidates.Found[_taken] is var traceNo && traceNo < _before && !_others.Contains(traceNo))
            {
                Add(traceNo);
            }
        }
    }

    private void Add(long traceNo)
    {
        _position.Bind(1, traceNo);
        if (_position.Step())
        {
            _waiting.Enqueue(traceNo, new TracePosition(_position.Int64(0), TraceRows.Id(_position).Value));
        }

        _position.Reset();
    }
}
