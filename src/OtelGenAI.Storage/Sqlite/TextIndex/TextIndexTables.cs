using OtelGenAI.Storage.Sqlite.Days;

namespace OtelGenAI.Storage.Sqlite.TextIndex;

/// <summary>The tables of the file that says which words stand where in a day file. All of it can be made anew from that file.</summary>
internal static class TextIndexTables
{
    // "OGTX".
    private const int ApplicationId = 0x4F475458;

    private const string HashSize = "INSERT INTO words(words, rank) VALUES('hashsize', 16777216)";

    /// <summary>How many places share a row of <c>blocks</c>.</summary>
    public const int PlacesOfBlock = 4_096;

    private const string Blocks = "CREATE TABLE blocks(block_no INTEGER PRIMARY KEY, max_start INTEGER NOT NULL)";
    private const string PlacesOfLogs = "CREATE INDEX places_of_logs ON places(log_trace_no) WHERE log_trace_no <> 0";

    // All is indexed again.
    private static readonly string[] Again =
    [
        "INSERT INTO words(words) VALUES('delete-all')", "DELETE FROM places", "DELETE FROM traces", "UPDATE progress SET log_segment_no = 0, is_complete = 0",
    ];

    /// <summary>
    /// <c>words</c> keeps no text, only which words are where; its row numbers are those of <c>places</c>. <c>traces</c> says up to which state
    /// of a trace, and which of its segments, its spans are in; <c>progress</c>, one row, up to which segment log records are, and whether everything
    /// is, of a file that is not written any more. <c>pairs</c> is what <see cref="Query.WordPairs"/> writes, <c>NULL</c> where that is not known.
    /// <c>blocks</c> has the latest start of the traces of so many places (<see cref="PlacesOfBlock"/>), so that a search for the newest need not look at
    /// them all; of places without a block it is not known.
    /// </summary>
    public static DayFileKind Kind { get; } = new(".text.db", ApplicationId, Version: 5,
    [
        // Which words are in a place, not where in it: less than half the size, and what the index names is read anyway.
        // Words come separated by single spaces, lower case (WordReader): the tokenizer has nothing left to decide.
        "CREATE VIRTUAL TABLE words USING fts5(text, content='', columnsize=0, detail=none, tokenize='ascii')",
        // Bytes of words that are kept until the commit: what a transaction of DayTextIndexer has, or each would leave several segments.
        HashSize,
        "CREATE TABLE places(place_no INTEGER PRIMARY KEY, trace_no INTEGER NOT NULL, log_trace_no INTEGER NOT NULL, pairs BLOB)",
        "CREATE TABLE traces(trace_no INTEGER PRIMARY KEY, state INTEGER NOT NULL, segment_no INTEGER NOT NULL, start_time INTEGER)",
        Blocks,
        PlacesOfLogs,
        "CREATE TABLE progress(progress_no INTEGER PRIMARY KEY, log_segment_no INTEGER NOT NULL, is_complete INTEGER NOT NULL)",
        "INSERT INTO progress VALUES(1, 0, 0)",
    ])
    {
        Upgrades =
        [
            // 2: places of words are not kept any more; where they are, they do no harm.
            [],

            // 3: attributes too.
            Again,

            // 4: attributes have shorter words.
            [HashSize, .. Again],

            // 5: what was indexed before is found as before; the block that the last of it is in stays one of which nothing is known.
            [
                "ALTER TABLE places ADD COLUMN pairs BLOB", "ALTER TABLE traces ADD COLUMN start_time INTEGER", Blocks, PlacesOfLogs,
                $"INSERT INTO blocks SELECT max(place_no) / {PlacesOfBlock}, {long.MaxValue} FROM places HAVING max(place_no) IS NOT NULL",
            ],
        ],
    };

    /// <summary>The file beside a day file.</summary>
    public static string PathOf(string dayFile) => dayFile[..^Days.DaySchema.Spans.Extension.Length] + Kind.Extension;

    /// <summary>The state of a trace's line, in SQL: another one whenever a span of it arrives or is replaced.</summary>
    public const string StateOfTrace = "(ifnull(fingerprint, 0) + span_count)";
}
