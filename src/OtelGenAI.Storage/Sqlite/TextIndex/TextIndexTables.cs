using OtelGenAI.Storage.Sqlite.Days;

namespace OtelGenAI.Storage.Sqlite.TextIndex;

/// <summary>The tables of the file that says which words stand where in a day file. All of it can be made anew from that file.</summary>
internal static class TextIndexTables
{
    // "OGTX".
    private const int ApplicationId = 0x4F475458;

    private const string HashSize = "INSERT INTO words(words, rank) VALUES('hashsize', 16777216)";

    // All is indexed again.
    private static readonly string[] Again =
    [
        "INSERT INTO words(words) VALUES('delete-all')", "DELETE FROM places", "DELETE FROM traces", "UPDATE progress SET log_segment_no = 0, is_complete = 0",
    ];

    /// <summary>
    /// <c>words</c> keeps no text, only which words are where; its row numbers are those of <c>places</c>. <c>traces</c> says up to which state
    /// of a trace, and which of its segments, its spans are in; <c>progress</c>, one row, up to which segment log records are, and whether everything
    /// is, of a file that is not written any more.
    /// </summary>
    public static DayFileKind Kind { get; } = new(".text.db", ApplicationId, Version: 4,
    [
        // Which words are in a place, not where in it: less than half the size, and what the index names is read anyway.
        // Words come separated by single spaces, lower case (WordReader): the tokenizer has nothing left to decide.
        "CREATE VIRTUAL TABLE words USING fts5(text, content='', columnsize=0, detail=none, tokenize='ascii')",
        // Bytes of words that are kept until the commit: what a transaction of DayTextIndexer has, or each would leave several segments.
        HashSize,
        "CREATE TABLE places(place_no INTEGER PRIMARY KEY, trace_no INTEGER NOT NULL, log_trace_no INTEGER NOT NULL)",
        "CREATE TABLE traces(trace_no INTEGER PRIMARY KEY, state INTEGER NOT NULL, segment_no INTEGER NOT NULL)",
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
        ],
    };

    /// <summary>The file beside a day file.</summary>
    public static string PathOf(string dayFile) => dayFile[..^Days.DaySchema.Spans.Extension.Length] + Kind.Extension;

    /// <summary>The state of a trace's line, in SQL: another one whenever a span of it arrives or is replaced.</summary>
    public const string StateOfTrace = "(ifnull(fingerprint, 0) + span_count)";
}
