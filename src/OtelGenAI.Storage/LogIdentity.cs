using System.Runtime.InteropServices;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage;

/// <summary>What makes a log record itself: where it belongs, when, and a hash of its bytes.</summary>
/// <param name="TraceId">Its trace; the default for none.</param>
/// <param name="SpanId">Its span; none where there is no trace, because it then says nothing.</param>
/// <param name="TimeUnixNano">When.</param>
/// <param name="Hash">Hash of its bytes, and of how many equal ones were before it in its batch.</param>
internal readonly record struct LogIdentity(TraceId TraceId, SpanId SpanId, long TimeUnixNano, long Hash);

/// <summary>Tells the records of a batch apart. Reused from batch to batch; not thread-safe.</summary>
internal sealed class LogIdentities
{
    private readonly Dictionary<LogIdentity, int> _equalBefore = [];

    /// <summary>A batch begins.</summary>
    public void Begin() => _equalBefore.Clear();

    /// <summary>The identity of the next record of the batch.</summary>
    /// <param name="log">The record.</param>
    /// <param name="contentHash">Hash of its message and both envelopes.</param>
    public LogIdentity Next(in LogRow log, ulong contentHash)
    {
        var belongsToTrace = log.TraceId != default;
        var identity = new LogIdentity(
            log.TraceId, belongsToTrace ? log.SpanId : default, log.OrderUnixNano, unchecked((long)contentHash));

        // A conversation may say "yes" twice within a millisecond, which is all that some clocks tell apart: that is two messages.
        ref var equalBefore = ref CollectionsMarshal.GetValueRefOrAddDefault(_equalBefore, identity, out _);
        return equalBefore++ == 0
            ? identity
            : identity with { Hash = unchecked((long)ContentHash.Combine(contentHash, (ulong)equalBefore)) };
    }
}
