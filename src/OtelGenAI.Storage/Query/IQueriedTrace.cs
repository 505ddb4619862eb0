using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Query;

/// <summary>A trace that a question is asked of; what is not needed for the answer is not read.</summary>
internal interface IQueriedTrace
{
    /// <summary>Its line.</summary>
    TraceSummary Summary { get; }

    /// <summary>Its spans, in no particular order.</summary>
    IReadOnlyList<SpanRecord> Spans { get; }

    /// <summary>All of its log records, in no particular order.</summary>
    IReadOnlyList<StoredLog> Logs { get; }

    /// <summary>What evaluations found about it.</summary>
    IReadOnlyList<TraceScore> Scores { get; }

    /// <summary>Whether anything of it may say something: read without decoding, so that most traces are not decoded.</summary>
    /// <param name="phrase">What it may say.</param>
    bool MaySay(WordPhrase phrase) => true;

    /// <summary>Whether a span may say something, itself and not in a log record; read without decoding.</summary>
    /// <param name="phrase">What it may say.</param>
    /// <param name="at">Which of <see cref="Spans"/>.</param>
    bool MaySay(WordPhrase phrase, int at) => true;

    /// <summary>A span with what it said.</summary>
    /// <param name="at">Which of <see cref="Spans"/>.</param>
    StoredSpan Open(int at);
}
