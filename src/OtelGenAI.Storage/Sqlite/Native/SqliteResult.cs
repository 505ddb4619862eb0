namespace OtelGenAI.Storage.Sqlite.Native;

/// <summary>Primary result codes of SQLite. Source: sqlite.org/rescode.html.</summary>
internal enum SqliteResult
{
    Ok = 0,
    Error = 1,
    Permission = 3,
    Busy = 5,
    Locked = 6,
    NoMemory = 7,
    ReadOnly = 8,
    Interrupt = 9,
    IOError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    TooBig = 18,
    Constraint = 19,
    Mismatch = 20,
    Misuse = 21,
    Range = 25,
    NotADatabase = 26,
    Row = 100,
    Done = 101,
}
