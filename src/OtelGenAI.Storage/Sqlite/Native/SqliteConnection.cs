using System.Runtime.InteropServices;
using System.Text;

namespace OtelGenAI.Storage.Sqlite.Native;

/// <summary>What a connection may do. One connection per file is <see cref="Write"/>; see <see cref="Writing.DayWriter"/>.</summary>
internal enum SqliteAccess
{
    /// <summary>Reads only: its writes and checkpoints fail.</summary>
    Read,

    /// <summary>Writes and checkpoints; makes the file when it is not there.</summary>
    Write,
}

/// <summary>One connection to one file. Used by one thread at a time, except for <see cref="Interrupt"/>.</summary>
internal sealed unsafe class SqliteConnection : IDisposable
{
    // Readers meet a lock only while a crashed writer's log is recovered; the writer only while readers hold back a full checkpoint.
    private const int BusyTimeoutMilliseconds = 2_000;

    private readonly Dictionary<string, SqliteStatement> _statements = [];
    private nint _handle;

    /// <summary>Opens a file.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public SqliteConnection(string path, SqliteAccess access)
    {
        SqliteLibrary.Load(SqliteLibraryChoice.Newest);
        Path = path;
        Access = access;
        var flags = access == SqliteAccess.Write ? SqliteNative.OpenReadWrite | SqliteNative.OpenCreate : SqliteNative.OpenReadOnly;
        fixed (byte* utf8 = Encoding.UTF8.GetBytes(path + '\0'))
        {
            var result = SqliteNative.Open(utf8, out _handle, flags | SqliteNative.OpenNoMutex, vfs: null);
            if (result != (int)SqliteResult.Ok)
            {
                var failure = Failure(result);
                Dispose();
                throw failure;
            }
        }

        _ = SqliteNative.BusyTimeout(_handle, BusyTimeoutMilliseconds);
        if (access == SqliteAccess.Read && !OperatingSystem.IsMacOS())
        {
            // The last connection to close checkpoints. On one that only reads it would fail, so it need not try.
            _ = SqliteNative.Configure(_handle, SqliteNative.ConfigureNoCheckpointOnClose, value: 1, result: null);
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What the connection may do.</summary>
    public SqliteAccess Access { get; }

    /// <summary>Rows changed by the last INSERT, UPDATE or DELETE.</summary>
    public int Changes => SqliteNative.Changes(_handle);

    /// <summary>A statement, prepared once and kept; it is the connection's, do not dispose of it.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements[sql] = statement = Prepare(sql);
        }

        return statement;
    }

    /// <summary>A statement that is not kept, for questions that hardly ever come twice; the caller disposes of it.</summary>
    public SqliteStatement StatementOnce(string sql) => Prepare(sql);

    /// <summary>Runs one statement and forgets it.</summary>
    public void Execute(string sql)
    {
        using var statement = Prepare(sql);
        while (statement.Step())
        {
        }
    }

    /// <summary>The first column of the first row, or 0.</summary>
    public long QueryInt64(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    /// <summary>Moves what it can from the log to the file, or, when asked to empty the log, waits for readers and then empties it.</summary>
    /// <param name="emptyLog">Whether to empty it.</param>
    /// <param name="patienceMilliseconds">How long to wait for readers; two seconds unless said otherwise.</param>
    /// <returns>How many pages the log has.</returns>
    public int Checkpoint(bool emptyLog, int patienceMilliseconds = BusyTimeoutMilliseconds)
    {
        const int Passive = 0, Truncate = 3;
        var waitsOtherwise = emptyLog && patienceMilliseconds != BusyTimeoutMilliseconds;
        if (waitsOtherwise)
        {
            _ = SqliteNative.BusyTimeout(_handle, patienceMilliseconds);
        }

        var result = SqliteNative.Checkpoint(_handle, database: null, emptyLog ? Truncate : Passive, out var logPages, out _);
        if (waitsOtherwise)
        {
            _ = SqliteNative.BusyTimeout(_handle, BusyTimeoutMilliseconds);
        }

        // Busy: readers kept it from finishing. Nothing is lost; the next one goes on.
        return result is (int)SqliteResult.Ok or (int)SqliteResult.Busy ? logPages : throw Failure(result);
    }

    /// <summary>How many pages were written since the last call.</summary>
    public int TakePagesWritten()
    {
        _ = SqliteNative.Status(_handle, SqliteNative.StatusCacheWrite, out var pages, out _, reset: 1);
        return pages;
    }

    /// <summary>Makes running statements stop with <see cref="SqliteResult.Interrupt"/>. From any thread, while the connection is open.</summary>
    public void Interrupt() => SqliteNative.Interrupt(_handle);

    /// <summary>Says what went wrong.</summary>
    public SqliteException Failure(int result)
    {
        if (_handle == 0)
        {
            return new SqliteException(Path, result, Text(SqliteNative.ErrorText(result)));
        }

        var extended = SqliteNative.ExtendedErrorCode(_handle);
        return (extended & 0xFF) == (result & 0xFF)
            ? new SqliteException(Path, extended, Text(SqliteNative.ErrorMessage(_handle)))
            : new SqliteException(Path, result, Text(SqliteNative.ErrorText(result)));
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
        if (_handle != 0)
        {
            _ = SqliteNative.Close(_handle);
            _handle = 0;
        }
    }

    private SqliteStatement Prepare(string sql)
    {
        fixed (byte* utf8 = Encoding.UTF8.GetBytes(sql + '\0'))
        {
            var result = SqliteNative.Prepare(_handle, utf8, length: -1, SqliteNative.PreparePersistent, out var statement, out _);
            return result == (int)SqliteResult.Ok ? new SqliteStatement(this, statement) : throw Failure(result);
        }
    }

    private static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";
}
