using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;

namespace OtelGenAI.Storage.Sqlite.TextIndex;

/// <summary>
/// The traces of one day file that may say what is looked for: those that the index names, found some at a time, about the newest first and only as far as
/// somebody asks; and those that are not all in it. Not thread-safe.
/// </summary>
/// <param name="file">The day file.</param>
/// <param name="phrase">What they have to say, in whatever span.</param>
/// <param name="read">Asks the index, as of one moment; returns <see langword="false"/> when it is gone.</param>
internal sealed class TextCandidates(DayFile file, WordPhrase phrase, Func<Action<SqliteConnection>, bool> read)
{
    // More than are read in the time that a search takes for them (TraceListing).
    private const int MostWaiting = 1_000;

    // Places are looked up in the index in as many steps as it takes to fill a page: common words have it filled by the first.
    private const int FirstPlaces = 256;
    private const int MostPlaces = 16_384;

    // One of so many places: reading columns of all traces, the newest first, takes no longer.
    private const int OneOfFew = 8;

    private readonly string _match = Match(phrase);
    private readonly ulong[] _pairs = WordPairs.OfPhrase(phrase);
    private readonly HashSet<long> _seen = [];
    private readonly List<long> _found = [];
    private long[] _maxStarts = [];
    private long _below = long.MaxValue;
    private int _places = FirstPlaces;
    private bool _hasBegun;

    /// <summary>Numbers of traces whose spans may say it, in the order in which they were found.</summary>
    public IReadOnlyList<long> Found => _found;

    /// <summary>Whether all were found.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether so many of what was found first may say it that the index is of no use.</summary>
    public bool AreMost { get; private set; }

    /// <summary>No trace that is found later starts after this.</summary>
    public long LatestToCome { get; private set; } = long.MaxValue;

    /// <summary>The newest traces of which something waits to be indexed.</summary>
    public IReadOnlySet<long> Waiting { get; private set; } = new HashSet<long>();

    /// <summary>About how many more wait.</summary>
    public long Unindexed { get; private set; }

    /// <summary>The lowest number of all that wait.</summary>
    public long WaitingFrom { get; private set; } = long.MaxValue;

    /// <summary>Finds what waits to be indexed.</summary>
    /// <param name="day">The day file, as of one moment.</param>
    /// <param name="index">Its index, as of that moment or later.</param>
    /// <param name="from">The lowest number of a trace that may wait.</param>
    /// <param name="isRead">Whether what waits is to be read: of columns, the lowest number is enough.</param>
    public void FindWaiting(SqliteConnection day, SqliteConnection index, long from, bool isRead)
    {
        if (index.QueryInt64("SELECT is_complete FROM progress") != 0)
        {
            return;
        }

        if (!isRead)
        {
            WaitingFrom = DayTextIndexer.Pending(day, index, from).Select(trace => trace.TraceNo).DefaultIfEmpty(long.MaxValue).First();
            return;
        }

        // The newest, when not all can be read. How many the others are is not counted one by one: under load they are tens of thousands.
        Waiting = DayTextIndexer.Pending(day, index, from, newestFirst: true).Select(trace => trace.TraceNo).Take(MostWaiting).ToHashSet();
        if (Waiting.Count == MostWaiting)
        {
            var lowest = Waiting.Min();
            var first = Math.Max(from, day.QueryInt64("SELECT min(trace_no) FROM traces"));
            var indexed = index.Statement("SELECT count(*) FROM traces WHERE trace_no >= ? AND trace_no < ?");
            indexed.Bind(1, first);
            indexed.Bind(2, lowest);
            Unindexed = indexed.Step() ? Math.Max(0, lowest - first - indexed.Int64(0)) : 0;
            indexed.Reset();
        }
    }

    /// <summary>Finds some more of those that the index names.</summary>
    /// <param name="session">The query.</param>
    public void FindMore(ReadSession session)
    {
        if (!IsOver && !read(index => FindMore(index, session)))
        {
            // It was deleted this moment, or is damaged: without it, any trace may say it.
            ForEach(session.Reader(file).Connection, "SELECT trace_no FROM traces", row => Add(row.Int64(0)));
            IsOver = true;
        }
    }

    /// <summary>The words of a phrase, for the index: it knows in which place a word is, not where in it.</summary>
    public static string Match(WordPhrase phrase)
    {
        var words = string.Join(" AND ", phrase.Words.Select(word => $"\"{System.Text.Encoding.UTF8.GetString(word)}\""));
        return phrase.IsPrefix ? words + " *" : words;
    }

    /// <summary>Reads rows.</summary>
    public static void ForEach(SqliteConnection connection, string sql, Action<SqliteStatement> use)
    {
        var query = connection.Statement(sql);
        try
        {
            while (query.Step())
            {
                use(query);
            }
        }
        finally
        {
            query.Reset();
        }
    }

    private void FindMore(SqliteConnection index, ReadSession session)
    {
        var words = index.Statement("SELECT rowid FROM words WHERE words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?");
        var place = index.Statement("SELECT trace_no, pairs FROM places WHERE place_no = ?");
        var count = 0;
        try
        {
            words.BindText(1, _match);
            words.Bind(2, _below);
            words.Bind(3, _places);
            while (words.Step())
            {
                count++;
                _below = words.Int64(0);
                place.Bind(1, _below);
                if (place.Step() && place.Int64(0) is > 0 and var traceNo && (place.IsNull(1) || WordPairs.MayHave(place.Bytes(1), _pairs)))
                {
                    Add(traceNo);
                }

                place.Reset();
                session.ThrowIfCancelled();
            }
        }
        finally
        {
            words.Reset();
            place.Reset();
        }

        IsOver = count < _places;
        if (!IsOver && !_hasBegun)
        {
            ReadBlocks(index);
            AreMost = index.QueryInt64("SELECT max(place_no) FROM places") - _below < (long)OneOfFew * count;
        }

        _hasBegun = true;
        _places = Math.Min(MostPlaces, _places * 2);
        LatestToCome = IsOver ? long.MinValue : LatestBelow(_below);
    }

    private void Add(long traceNo)
    {
        if (_seen.Add(traceNo))
        {
            _found.Add(traceNo);
        }
    }

    // Of each block the latest start of it and of all before.
    private void ReadBlocks(SqliteConnection index)
    {
        List<long> latest = [];
        ForEach(index, "SELECT block_no, max_start FROM blocks ORDER BY block_no", row =>
        {
            while (latest.Count < row.Int64(0))
            {
                latest.Add(long.MaxValue);
            }

            latest.Add(latest.Count == 0 ? row.Int64(1) : Math.Max(latest[^1], row.Int64(1)));
        });
        _maxStarts = [.. latest];
    }

    private long LatestBelow(long place) =>
        (place - 1) / TextIndexTables.PlacesOfBlock is var block && block < _maxStarts.Length ? _maxStarts[block] : long.MaxValue;
}
