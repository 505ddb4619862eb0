using OtelGenAI.Pricing;
using OtelGenAI.Storage.Attributes;
using OtelGenAI.Storage.Query;
using OtelGenAI.Storage.Statistics;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.InMemory;

/// <summary>The traces of one tenant.</summary>
/// <param name="prices">The prices in force.</param>
/// <param name="format">Decodes what is stored.</param>
internal sealed class InMemoryTenant(Func<PriceBook> prices, IMessageFormat? format)
{
    private readonly Lock _gate = new();
    private readonly Utf8StringPool _strings = new();
    private readonly Dictionary<TraceId, Trace> _traces = [];
    private readonly AttributeKeyTable _keys = new();
    private AttributeCounts _attributes = new(int.MaxValue);
    private readonly HashSet<TraceId> _pinned = [];

    /// <summary>The log records.</summary>
    public InMemoryLogs Logs { get; } = new();

    public AppendResult Append(TelemetryBatch batch)
    {
        lock (_gate)
        {
            int stored = 0, duplicates = 0, replaced = 0;
            var book = prices();
            HashSet<Trace> touched = [];
            for (var index = 0; index < batch.Spans.Length; index++)
            {
                var arrived = Read(batch, index, book);
                var traceId = arrived.Record.TraceId;
                if (!_traces.TryGetValue(traceId, out var trace))
                {
                    _traces[traceId] = trace = new Trace(traceId);
                }

                var at = trace.Spans.FindIndex(span => span.Record.SpanId == arrived.Record.SpanId);
                if (at < 0)
                {
                    trace.Spans.Add(arrived);
                    stored++;
                }
                else if (IsSameContent(trace.Spans[at], arrived))
                {
                    duplicates++;
                    continue;
                }
                else
                {
                    // It arrived now, so it moves to the end of the order of arrival.
                    trace.Spans.RemoveAt(at);
                    trace.Spans.Add(arrived with { Record = arrived.Record with { Flags = arrived.Record.Flags | SpanFlags.Resent } });
                    replaced++;
                }

                trace.Scores[arrived.Record.SpanId] =
                [
                    .. EvaluationScore.OfSpan(batch, index).Select(one =>
                        new TraceScore(one.Score.Name, one.Score.Value, one.Score.Label, arrived.Record.SpanId, one.Score.ResponseId, one.TimeUnixNano)),
                ];
                touched.Add(trace);
                _attributes.Add(batch, index);
            }

            _attributes.Complete();

            foreach (var trace in touched)
            {
                trace.Summarize(book.Version);
            }

            var storedLogs = Logs.Append(batch);
            return new AppendResult(stored + storedLogs, duplicates + batch.Logs.Length - storedLogs, replaced);
        }
    }

    public TracePage List(TraceFilter filter, TraceCursor? after, int limit)
    {
        lock (_gate)
        {
            var evaluation = EvaluationOf(filter.Query);
            var found = _traces.Values
                .Where(trace => filter.Matches(SummaryOf(trace)) && evaluation?.Matches(Queried(trace)) is not false)
                .Select(SummaryOf)
                .Where(trace => after is not { } cursor || Position(trace).CompareTo(TracePosition.Of(cursor, filter.Order)) < 0)
                .OrderByDescending(Position)
                .Take(limit + 1)
                .ToList();
            if (found.Count <= limit)
            {
                return new TracePage(found, Next: null);
            }

            found.RemoveAt(limit);
            return new TracePage(found, TracePosition.After(found[^1]));

            TracePosition Position(TraceSummary trace) => TracePosition.Of(trace, filter.Order);
        }
    }

    public StoredTrace? GetTrace(TraceId traceId)
    {
        lock (_gate)
        {
            return _traces.TryGetValue(traceId, out var trace)
                ? new StoredTrace(SummaryOf(trace), [.. trace.Spans.Select(span => span.Record)])
                : null;
        }
    }

    /// <summary>See <see cref="ILogStore.GetScoresAsync"/>.</summary>
    public Dictionary<TraceId, IReadOnlyList<TraceScore>> Scores(IReadOnlyList<TraceId> traceIds)
    {
        lock (_gate)
        {
            Dictionary<TraceId, IReadOnlyList<TraceScore>> scores = [];
            foreach (var traceId in traceIds)
            {
                var trace = _traces.GetValueOrDefault(traceId);
                var responses = trace?.Spans.Select(span => span.Record.ResponseId).OfType<string>().ToHashSet() ?? [];
                var found = (trace?.Scores.Values.SelectMany(ofSpan => ofSpan) ?? []).Concat(Logs.ScoresOf(traceId, responses))
                    .OrderBy(score => score.TimeUnixNano).ThenBy(score => score.Name, StringComparer.Ordinal).ToList();
                if (found.Count > 0)
                {
                    scores[traceId] = found;
                }
            }

            return scores;
        }
    }

    public List<StoredSpan> ReadSpans(TraceId traceId)
    {
        lock (_gate)
        {
            return _traces.TryGetValue(traceId, out var trace) ? [.. trace.Spans] : [];
        }
    }

    /// <summary>The traces with a span that is chosen.</summary>
    public HashSet<TraceId> FindTraces(Predicate<SpanRecord> isChosen)
    {
        lock (_gate)
        {
            return [.. _traces.Where(trace => trace.Value.Spans.Exists(span => isChosen(span.Record))).Select(trace => trace.Key)];
        }
    }

    /// <summary>Deletes the traces that are chosen, or have a span that is.</summary>
    public DeletionResult Delete(Predicate<TraceId> isChosen, Predicate<SpanRecord> hasChosen)
    {
        lock (_gate)
        {
            HashSet<TraceId> chosen =
            [
                .. _traces.Keys.Concat(Logs.TraceIds).Where(id => isChosen(id)),
                .. _traces.Where(trace => trace.Value.Spans.Exists(span => hasChosen(span.Record))).Select(trace => trace.Key),
            ];
            long spans = 0, logs = 0;
            _pinned.ExceptWith(chosen);
            _attributes = chosen.Count > 0 ? new AttributeCounts(int.MaxValue) : _attributes;
            foreach (var traceId in chosen)
            {
                spans += _traces.Remove(traceId, out var trace) ? trace.Spans.Count : 0;
                logs += Logs.Delete(traceId);
            }

            return new DeletionResult(chosen.Count, spans, logs);
        }
    }

    /// <summary>Which attributes arrived.</summary>
    public AttributeAnswer Attributes(AttributeQuery query)
    {
        lock (_gate)
        {
            var merge = new AttributeMerge(query);
            foreach (var entry in _attributes.Entries.Where(entry => merge.Has(entry.Key)))
            {
                merge.Add(entry);
            }

            return merge.ToAnswer();
        }
    }

    /// <summary>Sums up spans.</summary>
    public UsageAnswer Usage(UsageQuery query)
    {
        lock (_gate)
        {
            return InMemoryStatistics.Usage(_traces.Values.Select(trace => trace.Spans.ConvertAll(span => span.Record)), query);
        }
    }

    /// <summary>Sums up the spans that a question asks for.</summary>
    public SpanAggregateAnswer Aggregate(SpanAggregate aggregate)
    {
        lock (_gate)
        {
            if (aggregate.TryAsk(out var usage))
            {
                return SpanSums.Of(aggregate, usage, Usage(usage));
            }

            var sums = new SpanSums(aggregate, EvaluationOf(aggregate.Query));
            foreach (var trace in _traces.Values.Where(trace => aggregate.TracesToRead.Matches(trace.Summary)))
            {
                sums.Add(Queried(trace));
            }

            return sums.ToAnswer(_traces.Count, ranOutOfTime: false);
        }
    }

    /// <summary>The lines of all traces.</summary>
    public List<TraceSummary> Summaries()
    {
        lock (_gate)
        {
            return [.. _traces.Values.Select(trace => trace.Summary)];
        }
    }

    /// <summary>Prices every call anew whose trace is in the range.</summary>
    public RepricingResult Reprice(RepricingRange range)
    {
        lock (_gate)
        {
            var (result, book) = (default(RepricingResult), prices());
            foreach (var trace in _traces.Values.Where(trace => range.Has(trace.Summary)))
            {
                var priced = trace.Priced(book);
                result = result.With(trace.Summary, priced.Summary);
                if (!range.IsDryRun)
                {
                    _traces[trace.Summary.TraceId] = priced;
                }
            }

            return result;
        }
    }

    /// <summary>Pins or unpins a trace.</summary>
    public PinResult Pin(TraceId traceId, bool isPinned)
    {
        lock (_gate)
        {
            if (!_traces.ContainsKey(traceId) && !Logs.TraceIds.Contains(traceId))
            {
                return PinResult.NoSuchTrace;
            }

            _ = isPinned ? _pinned.Add(traceId) : _pinned.Remove(traceId);
            return PinResult.Done;
        }
    }

    private QueryEvaluation? EvaluationOf(TraceQuery? query) => query is null
        ? null
        : new QueryEvaluation(query, format, _keys, new QueryBudget(TimeProvider.System, time: null, CancellationToken.None));

    private InMemoryQueriedTrace Queried(Trace trace) => new(
        SummaryOf(trace), trace.Spans, () => Logs.Of(trace.Summary.TraceId), () => Scores([trace.Summary.TraceId]).GetValueOrDefault(trace.Summary.TraceId) ?? []);

    private TraceSummary SummaryOf(Trace trace) =>
        _pinned.Contains(trace.Summary.TraceId) ? trace.Summary with { IsPinned = true } : trace.Summary;

    private StoredSpan Read(TelemetryBatch batch, int index, PriceBook book)
    {
        ref readonly var span = ref batch.Spans[index];
        return new StoredSpan(
            SpanRecords.Create(batch, index, _strings, book),
            batch.Bytes(span.Message).ToArray(),
            batch.Bytes(batch.Resources[span.ResourceIndex].Envelope).ToArray(),
            batch.Bytes(batch.Scopes[span.ScopeIndex].Envelope).ToArray());
    }

    private static bool IsSameContent(StoredSpan x, StoredSpan y) =>
        x.Message.Span.SequenceEqual(y.Message.Span) &&
        x.ResourceEnvelope.Span.SequenceEqual(y.ResourceEnvelope.Span) &&
        x.ScopeEnvelope.Span.SequenceEqual(y.ScopeEnvelope.Span);

    private sealed class Trace(TraceId traceId)
    {
        /// <summary>In the order of arrival.</summary>
        public List<StoredSpan> Spans { get; } = [];

        /// <summary>Of events of its spans.</summary>
        public Dictionary<SpanId, List<TraceScore>> Scores { get; private init; } = [];

        public TraceSummary Summary { get; private set; } = new() { TraceId = traceId };

        public Trace Priced(PriceBook book)
        {
            var priced = new Trace(traceId) { Scores = Scores };
            priced.Spans.AddRange(Spans.Select(span => span with { Record = span.Record with { Cost = SpanPricing.CostOf(span.Record, book) } }));
            priced.Summarize(book.Version);
            return priced;
        }

        public void Summarize(string priceTable)
        {
            var accumulator = new TraceAccumulator(traceId);
            foreach (var span in Spans)
            {
                accumulator.Add(span.Record, contentHash: ContentHash.Combine(
                    ContentHash.Of(span.Message.Span), ContentHash.Combine(ContentHash.Of(span.ResourceEnvelope.Span), ContentHash.Of(span.ScopeEnvelope.Span))));
            }

            Summary = accumulator.Summarize() with { PriceTable = priceTable };
        }
    }
}
