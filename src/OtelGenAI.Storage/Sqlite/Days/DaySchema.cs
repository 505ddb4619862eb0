using OtelGenAI.Storage.Sqlite.Catalogue;
using OtelGenAI.Storage.Sqlite.Logs;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.RollUps;
using OtelGenAI.Storage.Sqlite.Scores;

namespace OtelGenAI.Storage.Sqlite.Days;

/// <summary>The tables of a day file.</summary>
internal static class DaySchema
{
    /// <summary>Pending work: what is there must be priced.</summary>
    public const string PendingPricing = "price";

    /// <summary>Pending work: the roll-ups must be made, or made anew.</summary>
    public const string PendingUsage = "usage";

    private const int Version = 11;

    // "OGAI".
    private const int ApplicationId = 0x4F474149;

    // Segments that have bytes of a trace that no row points to any more: of spans that were sent again with other content, or moved. Of a trace's log
    // records that were moved under its log_trace_no, negative; of those without a trace under 0.
    private const string Leftovers =
        "CREATE TABLE leftovers(trace_no INTEGER NOT NULL, segment_no INTEGER NOT NULL, PRIMARY KEY(trace_no, segment_no)) WITHOUT ROWID";

    private const string PriceTables = "CREATE TABLE price_tables(price_table_no INTEGER PRIMARY KEY, version TEXT NOT NULL)";

    // What an upgrade could not do with statements alone: the store does it when it opens the file.
    private const string Pending = "CREATE TABLE pending(work TEXT PRIMARY KEY) WITHOUT ROWID";

    // Few fail, so it costs next to nothing; the newest that did, or that none did, is known without looking at the others.
    private const string FailedTraces = "CREATE INDEX traces_failed ON traces(start_time, trace_id) WHERE error_count > 0";

    // One row, once there is a block: the first segment that is in none.
    private const string Compaction = "CREATE TABLE compaction(compaction_no INTEGER PRIMARY KEY, next_segment INTEGER NOT NULL)";

    /// <summary>
    /// Tables. A trace has a small number that grows with time, so that spans are appended near the end of their tree although trace ids are
    /// random; payloads are not in the rows but in compressed segments; only trace summaries, twenty times fewer than spans, have further indexes.
    /// </summary>
    /// <remarks>
    /// Texts that repeat are numbers into <c>strings</c>; the same column holds the text itself once that table is full. Times are nanoseconds
    /// since 1970 UTC. <c>earlier_day</c> names the next earlier day file (days since 0001-01-01) that has spans of the same trace; the
    /// summary in the newest file is the whole trace's. <c>plain_length</c> is set where the message is stored packed: <c>PackedMessage</c>.
    /// <c>cost</c> is in 10^-12 USD. <c>token_details</c> is what <c>TokenDetails</c> writes. <c>labels</c> is what <c>TraceLabels</c> and the
    /// dialect reader write: JSON; of a trace <c>NULL</c> when nobody looked for any. <c>fingerprint</c> is another one whenever a span changes.
    /// </remarks>
    private static readonly string[] Tables =
    [
        """
        CREATE TABLE traces(
            trace_no INTEGER PRIMARY KEY, trace_id BLOB NOT NULL UNIQUE, earlier_day INTEGER,
            start_time INTEGER NOT NULL, end_time INTEGER NOT NULL, name TEXT, span_count INTEGER NOT NULL, error_count INTEGER NOT NULL,
            status INTEGER NOT NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, cache_read_tokens INTEGER NOT NULL,
            cache_write_tokens INTEGER NOT NULL, reasoning_tokens INTEGER NOT NULL, inference_calls INTEGER NOT NULL, models TEXT,
            services TEXT, conversation TEXT, user TEXT, environment TEXT, release TEXT, has_root INTEGER NOT NULL, cost INTEGER, unpriced_calls INTEGER NOT NULL DEFAULT 0,
            price_table_no INTEGER, token_details BLOB, labels TEXT, fingerprint INTEGER)
        """,
        "CREATE INDEX traces_start ON traces(start_time, trace_id)",
        "CREATE INDEX traces_conversation ON traces(conversation, start_time, trace_id) WHERE conversation IS NOT NULL",
        "CREATE INDEX traces_user ON traces(user, start_time, trace_id) WHERE user IS NOT NULL",
        FailedTraces,
        "CREATE INDEX traces_continued ON traces(trace_id) WHERE earlier_day IS NOT NULL",
        """
        CREATE TABLE spans(
            trace_no INTEGER NOT NULL, span_id INTEGER NOT NULL, parent_id INTEGER NOT NULL, start_time INTEGER NOT NULL,
            duration INTEGER NOT NULL, name, span_kind INTEGER NOT NULL, status INTEGER NOT NULL, kind INTEGER NOT NULL,
            flags INTEGER NOT NULL, operation, provider, request_model, response_model, response_id, finish_reasons, agent, tool,
            tool_call_id, conversation, user, error_type, input_tokens INTEGER, output_tokens INTEGER, cache_read_tokens INTEGER,
            cache_write_tokens INTEGER, reasoning_tokens INTEGER, first_chunk_seconds REAL, resource_no INTEGER NOT NULL,
            scope_no INTEGER NOT NULL, content_hash INTEGER NOT NULL, segment_no INTEGER NOT NULL, message_offset INTEGER NOT NULL,
            message_length INTEGER NOT NULL, plain_length INTEGER, cost INTEGER, service_tier, reported_cost REAL, token_details BLOB, labels,
            PRIMARY KEY(trace_no, span_id)) WITHOUT ROWID
        """,
        "CREATE TABLE segments(segment_no INTEGER PRIMARY KEY, codec INTEGER NOT NULL, length INTEGER NOT NULL, payload BLOB NOT NULL)",
        """
        CREATE TABLE envelopes(
            envelope_no INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, service TEXT, release TEXT, environment TEXT,
            envelope BLOB NOT NULL, labels TEXT)
        """,
        "CREATE TABLE strings(string_no INTEGER PRIMARY KEY, text TEXT NOT NULL)",
        .. LogTables.All, LogTables.PlainLength,
        Leftovers,
        PriceTables,
        Pending,
        Compaction,
        .. UsageTables.All,
        .. CatalogueTables.All,
        .. ScoreTables.All,
    ];

    /// <summary>What makes a file of each earlier version, from 1 on, one of the next.</summary>
    private static readonly IReadOnlyList<string>[] Upgrades =
    [
        // 2: log records.
        LogTables.All,

        // 3: messages that repeat others are stored packed.
        ["ALTER TABLE spans ADD COLUMN plain_length INTEGER"],

        // 4: deletion finds every byte of a trace.
        [Leftovers],

        // 5: cost, and what it depends on.
        [
            "ALTER TABLE spans ADD COLUMN cost INTEGER", "ALTER TABLE spans ADD COLUMN service_tier", "ALTER TABLE spans ADD COLUMN reported_cost REAL",
            "ALTER TABLE spans ADD COLUMN token_details BLOB", "ALTER TABLE traces ADD COLUMN cost INTEGER",
            "ALTER TABLE traces ADD COLUMN unpriced_calls INTEGER NOT NULL DEFAULT 0", "ALTER TABLE traces ADD COLUMN price_table_no INTEGER", PriceTables,
            Pending, $"INSERT INTO pending VALUES('{PendingPricing}')",
        ],

        // 6: segments in blocks.
        [Compaction],

        // 7: roll-ups, and the attribute catalogue, which begins with what arrives then.
        [.. UsageTables.All, .. CatalogueTables.All, $"INSERT INTO pending VALUES('{PendingUsage}')"],

        // 8: tags, metadata, version and every kind of token in the lines of traces; of traces that spans arrive for from then on.
        [
            "ALTER TABLE spans ADD COLUMN labels", "ALTER TABLE envelopes ADD COLUMN labels TEXT", "ALTER TABLE traces ADD COLUMN token_details BLOB",
            "ALTER TABLE traces ADD COLUMN labels TEXT", "ALTER TABLE traces ADD COLUMN fingerprint INTEGER",
        ],

        // 9: log records that repeat other messages are stored packed.
        [LogTables.PlainLength],

        // 10: scores, of what arrives from then on.
        ScoreTables.All,

        // 11: the traces that failed.
        [FailedTraces],
    ];

    /// <summary>Files with spans and log records.</summary>
    public static DayFileKind Spans { get; } = new(".db", ApplicationId, Version, Tables) { Upgrades = Upgrades };

    /// <summary>Makes the tables, upgrades those of an earlier version, or checks that they are of this version.</summary>
    /// <param name="connection">The writer's.</param>
    /// <param name="kind">What the file holds.</param>
    /// <exception cref="StoreUnavailableException">The file is of a newer version, or not ours; it was not touched.</exception>
    public static void Prepare(SqliteConnection connection, DayFileKind kind)
    {
        if (VersionOf(connection, kind) is { } version && version < kind.Version)
        {
            Upgrade(connection, kind, version);
        }

        if (Check(connection, kind))
        {
            return;
        }

        connection.Execute("PRAGMA page_size = 4096");
        // Compaction gives pages back a few at a time; VACUUM would copy the file.
        connection.Execute("PRAGMA auto_vacuum = INCREMENTAL");
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute("BEGIN IMMEDIATE");
        foreach (var table in kind.Tables)
        {
            connection.Execute(table);
        }

        connection.Execute($"PRAGMA application_id = {kind.ApplicationId}");
        connection.Execute($"PRAGMA user_version = {kind.Version}");
        connection.Execute("COMMIT");
    }

    /// <summary>The version of a file's tables, or <see langword="null"/> when it has none of ours.</summary>
    public static int? VersionOf(SqliteConnection connection, DayFileKind kind) =>
        connection.QueryInt64("PRAGMA application_id") == kind.ApplicationId ? (int)connection.QueryInt64("PRAGMA user_version") : null;

    /// <summary>Whether work that an upgrade or a repricing left is still to do in a file with spans.</summary>
    public static bool HasPending(SqliteConnection connection) => connection.QueryInt64("SELECT EXISTS(SELECT 1 FROM pending)") != 0;

    /// <summary>Checks whose tables a file has.</summary>
    /// <param name="connection">Any.</param>
    /// <param name="kind">What the file should hold.</param>
    /// <returns><see langword="false"/> when it has none yet: its writer was killed while it made the file.</returns>
    /// <exception cref="StoreUnavailableException">The file is of another version, or not ours.</exception>
    public static bool Check(SqliteConnection connection, DayFileKind kind)
    {
        var applicationId = connection.QueryInt64("PRAGMA application_id");
        var version = connection.QueryInt64("PRAGMA user_version");
        if (applicationId == 0 && version == 0 && connection.QueryInt64("SELECT count(*) FROM sqlite_master") == 0)
        {
            return false;
        }

        if (applicationId != kind.ApplicationId)
        {
            throw new StoreUnavailableException(
                $"{connection.Path} is not a day file of this store (application id {applicationId:x8}). Move it out of the data folder.");
        }

        return version == kind.Version ? true : throw new StoreUnavailableException(
            $"{connection.Path} has schema version {version}; this program reads version {kind.Version}. " + (version < kind.Version
                ? "Start this program again: it upgrades the files that it finds. It was not changed."
                : "Start the newer program that wrote it, or move the file out of the data folder. It was not changed."));
    }

    // In one transaction: a program that is killed meanwhile leaves the file as it was.
    private static void Upgrade(SqliteConnection connection, DayFileKind kind, int version)
    {
        connection.Execute("BEGIN IMMEDIATE");
        foreach (var step in kind.Upgrades.Skip(version - 1).SelectMany(steps => steps))
        {
            connection.Execute(step);
        }

        connection.Execute($"PRAGMA user_version = {kind.Version}");
        connection.Execute("COMMIT");
    }
}
