using System.Collections.Frozen;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Storage.Sqlite.Days;

/// <summary>What is known of a day file that is no longer written: enough to leave it alone when it cannot have the answer.</summary>
/// <param name="MinStart">Earliest start of its traces; later than <paramref name="MaxStart"/> when it has none.</param>
/// <param name="MaxStart">Latest start of its traces.</param>
/// <param name="Continued">Traces of it that began in an earlier file, whose line there is out of date.</param>
/// <param name="MinLogTime">Earliest time of its log records without a trace; later than <paramref name="MaxLogTime"/> when it has none.</param>
/// <param name="MaxLogTime">Latest time of its log records without a trace.</param>
internal sealed record SealedDay(long MinStart, long MaxStart, FrozenSet<TraceId> Continued, long MinLogTime, long MaxLogTime);
