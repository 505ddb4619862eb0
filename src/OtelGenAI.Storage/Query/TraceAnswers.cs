using System.Text;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Query;

/// <summary>What is known of one trace while a question is asked of it; each thing is read when it is first needed. Not thread-safe.</summary>
/// <param name="trace">The trace.</param>
/// <param name="format">Decodes what spans said; without it, nothing is known of that.</param>
/// <param name="batch">Takes what is decoded.</param>
/// <param name="budget">How long it may take.</param>
internal sealed class TraceAnswers(IQueriedTrace trace, IMessageFormat? format, TelemetryBatch batch, QueryBudget budget)
{
    private readonly List<ByteRange> _texts = [];
    private Dictionary<SpanId, int>? _indexOf;
    private Dictionary<SpanId, List<int>>? _children;
    private Dictionary<SpanId, List<StoredLog>>? _logs;
    private Dictionary<int, IReadOnlySet<string>>? _toolResults;
    private int _opened = -1;

    /// <summary>Its line.</summary>
    public TraceSummary Summary => trace.Summary;

    /// <summary>Its spans.</summary>
    public IReadOnlyList<SpanRecord> Spans => trace.Spans;

    /// <summary>The numbers of its spans.</summary>
    public IEnumerable<int> AllSpans => Enumerable.Range(0, trace.Spans.Count);

    /// <summary>What evaluations found about it.</summary>
    public IReadOnlyList<TraceScore> Scores => trace.Scores;

    /// <summary>The batch with one span; valid until another is opened.</summary>
    public TelemetryBatch Open(int span)
    {
        if (_opened != span)
        {
            budget.Check();
            batch.Reset(default);
            var stored = trace.Open(span);
            format?.OpenSpan(batch, stored.Message, stored.ResourceEnvelope, stored.ScopeEnvelope);
            _opened = span;
        }

        return batch;
    }

    /// <summary>Ids of the tool calls whose results a span was given, in its own attributes and events or in its log records.</summary>
    public IReadOnlySet<string> ToolResults(int span)
    {
        _toolResults ??= [];
        if (!_toolResults.TryGetValue(span, out var ids))
        {
            var opened = Open(span);
            var content = opened.Spans.Length == 0 ? new SpanContent() : SpanContentReader.Read(opened, spanIndex: 0, Spans[span].Kind);
            var said = new LogContent();
            foreach (var log in LogsOf(Spans[span].SpanId))
            {
                OpenLog(log);
                if (batch.Logs.Length > 0)
                {
                    said.Add(batch, logIndex: 0, source: "");
                }
            }

            said.Complete(content);
            _toolResults[span] = ids = content.AnsweredToolCalls.ToHashSet(StringComparer.Ordinal);
        }

        return ids;
    }

    /// <summary>Spans that stand so from another.</summary>
    public IEnumerable<int> Related(SpanRelation relation, int from)
    {
        var span = Spans[from];
        return relation switch
        {
            SpanRelation.Child => Children(span.SpanId).Where(child => child != from),
            SpanRelation.Descendant => Descendants(from),
            SpanRelation.Parent => Ancestors(from).Take(1),
            SpanRelation.Ancestor => Ancestors(from),
            SpanRelation.FollowedBy => AllSpans.Where(other => other != from && Spans[other].StartUnixNano >= span.EndUnixNano),
            SpanRelation.PrecededBy => AllSpans.Where(other => other != from && Spans[other].EndUnixNano <= span.StartUnixNano),
            _ => AllSpans,
        };
    }

    /// <summary>Whether anything of the trace says something.</summary>
    public bool Says(WordPhrase phrase)
    {
        budget.Check();
        if (!trace.MaySay(phrase))
        {
            return false;
        }

        for (var span = 0; span < Spans.Count; span++)
        {
            if (SpanSays(phrase, span))
            {
                return true;
            }
        }

        return trace.Logs.Any(log => LogSays(phrase, log));
    }

    /// <summary>Whether a span, or a log record of it, says something.</summary>
    public bool Says(WordPhrase phrase, int span) => SpanSays(phrase, span) || LogsOf(Spans[span].SpanId).Exists(log => LogSays(phrase, log));

    private bool SpanSays(WordPhrase phrase, int span)
    {
        // Without its bytes, a span has its name.
        if (phrase.IsIn(Encoding.UTF8.GetBytes(Spans[span].Name)))
        {
            return true;
        }

        if (!trace.MaySay(phrase, span))
        {
            return false;
        }

        var opened = Open(span);
        _texts.Clear();
        if (opened.Spans.Length > 0)
        {
            RecordTexts.OfSpan(opened, spanIndex: 0, _texts);
        }

        return HasPhrase(phrase);
    }

    private bool LogSays(WordPhrase phrase, StoredLog log)
    {
        OpenLog(log);
        _texts.Clear();
        if (batch.Logs.Length > 0)
        {
            RecordTexts.OfLog(batch, logIndex: 0, _texts);
        }

        return HasPhrase(phrase);
    }

    private bool HasPhrase(WordPhrase phrase)
    {
        foreach (var text in _texts)
        {
            if (phrase.IsIn(batch.Bytes(text)))
            {
                return true;
            }
        }

        return false;
    }

    private void OpenLog(StoredLog log)
    {
        budget.Check();
        _opened = -1;
        batch.Reset(default);
        format?.OpenLog(batch, log.Message, log.ResourceEnvelope, log.ScopeEnvelope);
    }

    private List<int> Children(SpanId span)
    {
        if (_children is null)
        {
            _children = [];
            for (var at = 0; at < Spans.Count; at++)
            {
                if (!Spans[at].ParentSpanId.IsNone)
                {
                    (_children.TryGetValue(Spans[at].ParentSpanId, out var known) ? known : _children[Spans[at].ParentSpanId] = []).Add(at);
                }
            }
        }

        return _children.GetValueOrDefault(span) ?? [];
    }

    // Spans may name each other in a circle.
    private List<int> Descendants(int from)
    {
        List<int> found = [.. Children(Spans[from].SpanId)];
        HashSet<int> seen = [from];
        found.RemoveAll(span => !seen.Add(span));
        for (var at = 0; at < found.Count; at++)
        {
            foreach (var child in Children(Spans[found[at]].SpanId))
            {
                if (seen.Add(child))
                {
                    found.Add(child);
                }
            }
        }

        return found;
    }

    private IEnumerable<int> Ancestors(int from)
    {
        if (_indexOf is null)
        {
            _indexOf = new Dictionary<SpanId, int>(Spans.Count);
            for (var at = 0; at < Spans.Count; at++)
            {
                _indexOf[Spans[at].SpanId] = at;
            }
        }

        HashSet<int> seen = [from];
        var here = from;
        while (_indexOf.TryGetValue(Spans[here].ParentSpanId, out var parent) && seen.Add(parent))
        {
            yield return parent;
            here = parent;
        }
    }

    private List<StoredLog> LogsOf(SpanId span)
    {
        if (_logs is null)
        {
            _logs = [];
            foreach (var log in trace.Logs)
            {
                (_logs.TryGetValue(log.SpanId, out var known) ? known : _logs[log.SpanId] = []).Add(log);
            }
        }

        return _logs.GetValueOrDefault(span) ?? [];
    }
}
