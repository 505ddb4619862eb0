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
            (filter.HasError is not { } hasError || hasError == trace.ErrorCount > 0) &&
            (filter.NameContains is null || ContainsIgnoringAsciiCase(trace.Name, filter.NameContains));
    }

    // Only ASCII letters are folded: every engine can do that, and no engine folds all of Unicode alike.
    private static bool ContainsIgnoringAsciiCase(string text, string part)
    {
        for (var at = 0; at + part.Length <= text.Length; at++)
        {
            if (EqualsIgnoringAsciiCase(text.AsSpan(at, part.Length), part))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EqualsIgnoringAsciiCase(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] != y[i] && !(char.IsAscii(x[i]) && char.IsAscii(y[i]) && char.ToLowerInvariant(x[i]) == char.ToLowerInvariant(y[i])))
            {
                return false;
            }
        }

        return true;
    }
}
