using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Reading;

namespace OtelGenAI.Storage.Sqlite.Logs;

/// <summary>A log record as one day file has it.</summary>
/// <param name="File">The file.</param>
/// <param name="Identity">What makes it itself.</param>
/// <param name="ResourceNo">Its resource's envelope.</param>
/// <param name="ScopeNo">Its scope's envelope.</param>
/// <param name="Place">Where its payload is.</param>
internal readonly record struct LogEntry(DayFile File, LogIdentity Identity, long ResourceNo, long ScopeNo, PayloadPlace Place)
{
    /// <summary>Its place in a list of records of no trace.</summary>
    public LogCursor Position => new(Identity.TimeUnixNano, Identity.Hash);
}
