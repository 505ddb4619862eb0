using OtelGenAI.Storage.Sqlite.Days;

namespace OtelGenAI.Storage.Sqlite.Logs;

/// <summary>What an earlier day file has of the log records of a trace, or of those without one.</summary>
/// <param name="File">The file.</param>
/// <param name="TraceNo">Number of the trace in it.</param>
/// <param name="MinTime">No record before this moment is in it.</param>
/// <param name="MaxTime">No record after this moment is in it.</param>
internal readonly record struct EarlierLogs(DayFile File, long TraceNo, long MinTime, long MaxTime)
{
    /// <summary>Whether a record can be in it: what arrives now is mostly newer than everything of earlier days.</summary>
    public bool MayHave(in LogIdentity identity) => identity.TimeUnixNano >= MinTime && identity.TimeUnixNano <= MaxTime;
}
