using System.Text;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage;

/// <summary>Says whether a trace is asked for: what the filter means, for engines that do not ask an index.</summary>
internal static class TraceFilterMatching
{
    extension(TraceFilter filter)
    {
        /// <summary>Whether every condition that is set holds.</summary>
        public bool Matches(TraceSummary trace) =>
            (filter.StartFromUnixNano is not { } from || trace.StartUnixNano >= from) &&
            (filter.StartBeforeUnixNano is not { } before || trace.StartUnixNano < before) &&
            (filter.ConversationId is null || filter.ConversationId == trace.ConversationId) &&
            (filter.UserId is null || filter.UserId == trace.UserId) &&
            (filter.IsPinned is not { } isPinned || isPinned == trace.IsPinned) &&
            (filter.HasError is not { } hasError || hasError == trace.ErrorCount > 0) &&
            (filter.CostAtLeast is not { } least || trace.Cost?.Value >= least.Value) &&
            (filter.CostAtMost is not { } most || trace.Cost?.Value <= most.Value) &&
            (filter.HasUnpricedCalls is not { } hasUnpriced || hasUnpriced == trace.UnpricedCalls > 0) &&
            (filter.NameContains is null || ContainsIgnoringAsciiCase(Encoding.UTF8.GetBytes(trace.Name), Encoding.UTF8.GetBytes(filter.NameContains)));
    }

    /// <summary>Whether a text contains another, both UTF-8, ignoring the case of ASCII letters.</summary>
    public static bool ContainsIgnoringAsciiCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        for (var at = 0; at + part.Length <= text.Length; at++)
        {
            if (EqualsIgnoringAsciiCase(text.Slice(at, part.Length), part))
            {
                return true;
            }
        }

        return false;
    }

    // Only ASCII letters are folded: every engine can do that, and no engine folds all of Unicode alike.
    private static bool EqualsIgnoringAsciiCase(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] != y[i] && Lower(x[i]) != Lower(y[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static byte Lower(byte character) => character is >= (byte)'A' and <= (byte)'Z' ? (byte)(character | 0x20) : character;
}
