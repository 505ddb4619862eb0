using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Days;

/// <summary>Opens connections to day files as they must be opened.</summary>
/// <param name="options">Settings.</param>
/// <param name="kind">What the files hold.</param>
internal sealed class DayConnections(SqliteStoreOptions options, DayFileKind kind)
{
    /// <summary>Knows the wire format of what is in the files, if anybody does.</summary>
    public IMessageFormat? MessageFormat => options.MessageFormat;

    /// <summary>Opens the one connection that writes and checkpoints a file, and makes the file when it is not there.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    /// <exception cref="StoreUnavailableException">It is of another version, or not ours.</exception>
    /// <param name="path">The file.</param>
    /// <param name="waits">Whether it waits for others that use the file, instead of failing at once.</param>
    public SqliteConnection OpenWriter(string path, bool waits = true) => Open(path, SqliteAccess.Write, connection =>
    {
        if (!waits)
        {
            connection.Execute("PRAGMA busy_timeout = 0");
        }

        DaySchema.Prepare(connection, kind);
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute("PRAGMA synchronous = FULL");
        // On macOS fsync alone does not reach the disk; no other system knows this setting.
        connection.Execute("PRAGMA fullfsync = 1");
        // The writer checkpoints after it has acknowledged, not inside a commit (DayWriter.Checkpoint).
        connection.Execute("PRAGMA wal_autocheckpoint = 0");
        connection.Execute("PRAGMA cache_size = -16384");
        connection.Execute("PRAGMA temp_store = MEMORY");
        if (options.MaxPages is { } maxPages)
        {
            connection.Execute($"PRAGMA max_page_count = {maxPages()}");
        }
    });

    /// <summary>Opens a connection that can only read: its writes and checkpoints fail.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    /// <exception cref="StoreUnavailableException">It is of another version, or not ours.</exception>
    public SqliteConnection OpenReader(string path)
    {
        try
        {
            return Open(path, SqliteAccess.Read, PrepareReader);
        }
        catch (SqliteException failure) when (failure.IsCutOff)
        {
            // A program was killed, or its disk failed, while it made two files one (Seal). Undoing that is all that is written.
            Close(Open(path, SqliteAccess.Write, connection => DaySchema.Check(connection, kind)));
            return Open(path, SqliteAccess.Read, PrepareReader);
        }
    }

    private void PrepareReader(SqliteConnection connection)
    {
        connection.Execute("PRAGMA query_only = 1");
        connection.Execute("PRAGMA cache_size = -2048");
        connection.Execute("PRAGMA temp_store = MEMORY");
        DaySchema.Check(connection, kind);
    }

    /// <summary>Opens a connection that can only read, and before that makes a file of an earlier version one of this.</summary>
    /// <param name="path">The file; whose it is has still to be checked.</param>
    /// <param name="wasUpgraded">Whether it was of an earlier version.</param>
    /// <exception cref="SqliteException">It cannot be opened or written.</exception>
    public SqliteConnection OpenUpgraded(string path, out bool wasUpgraded)
    {
        var reader = OpenReaderOfAnyVersion(path);
        wasUpgraded = false;
        try
        {
            if (DaySchema.VersionOf(reader, kind) is not { } version || version >= kind.Version)
            {
                return reader;
            }
        }
        catch
        {
            Close(reader);
            throw;
        }

        Close(reader);
        Close(Open(path, SqliteAccess.Write, connection => DaySchema.Prepare(connection, kind)));
        wasUpgraded = true;
        return OpenReader(path);
    }

    private SqliteConnection OpenReaderOfAnyVersion(string path)
    {
        try
        {
            return Open(path, SqliteAccess.Read, connection => DaySchema.VersionOf(connection, kind));
        }
        catch (SqliteException failure) when (failure.IsCutOff)
        {
            Close(Open(path, SqliteAccess.Write, connection => DaySchema.VersionOf(connection, kind)));
            return Open(path, SqliteAccess.Read, _ => { });
        }
    }

    /// <summary>
    /// Makes a file that will not be written any more one file, without a log beside it: readers of a file with a log make one again, even on
    /// an empty one. Without effect while somebody reads it.
    /// </summary>
    /// <exception cref="SqliteException">It cannot be opened or written.</exception>
    public void Seal(string path) => Close(Open(path, SqliteAccess.Write, connection =>
    {
        DaySchema.Check(connection, kind);
        connection.Execute("PRAGMA busy_timeout = 0");
        connection.Execute("PRAGMA journal_mode = DELETE");
    }));

    /// <summary>The same, as far as it can be done: a file that somebody reads stays two files, of which the second is empty.</summary>
    public void TrySeal(string path)
    {
        try
        {
            Seal(path);
        }
        catch (SqliteException)
        {
            // The next one who writes it tries again.
        }
    }

    /// <summary>Closes a connection.</summary>
    public void Close(SqliteConnection connection)
    {
        connection.Dispose();
        options.ConnectionChanged?.Invoke(connection.Path, connection.Access, false);
    }

    private SqliteConnection Open(string path, SqliteAccess access, Action<SqliteConnection> prepare)
    {
        var connection = new SqliteConnection(path, access);
        options.ConnectionChanged?.Invoke(path, access, true);
        try
        {
            prepare(connection);
            return connection;
        }
        catch
        {
            Close(connection);
            throw;
        }
    }
}
