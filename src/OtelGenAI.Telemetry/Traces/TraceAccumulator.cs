using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using OtelGenAI.Pricing;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Traces;

/// <summary>Sums up one trace from its spans, in whatever order and however often they arrive.</summary>
/// <remarks>
/// Holds about 300 bytes a span, so that a store can keep the traces that are still arriving in memory and write a right summary
/// with every commit. The answer depends only on the spans, not on their order (TraceAccumulatorTests). Not thread-safe.
/// </remarks>
/// <param name="traceId">The trace.</param>
/// <param name="changes">
/// Where it notes calls that begin or cease to count, for <see cref="TakeCallChanges"/>; a list that others use too when each takes its changes
/// before the next one gets spans. Default one of its own.
/// </param>
public sealed class TraceAccumulator(TraceId traceId, List<CallChange>? changes = null)
{
    private readonly SpanIndex _indexOfSpan = new();
    private readonly List<Entry> _entries = [];
    private readonly List<CallChange> _changes = changes ?? [];
    private TraceId _traceId = traceId;
    private Dictionary<(string? Own, string? OfResource), EntryLabels>? _labels;

    /// <summary>The trace.</summary>
    public TraceId TraceId => _traceId;

    /// <summary>How many different spans were added.</summary>
    public int SpanCount => _entries.Count;

    /// <summary>Forgets the trace and begins another one; what it had room for stays.</summary>
    /// <param name="next">The other trace.</param>
    public void Reset(TraceId next)
    {
        _traceId = next;
        _entries.Clear();
        _indexOfSpan.Clear();
        _changes.Clear();
        _labels = null;
    }

    /// <summary>Adds a span that was just read, or replaces it.</summary>
    /// <param name="batch">The batch, read by a dialect reader.</param>
    /// <param name="spanIndex">Which of its spans.</param>
    /// <param name="strings">Where its texts become strings.</param>
    /// <param name="cost">What it cost, when it is a call that has a price.</param>
    /// <param name="group">Comes back in <see cref="CallChange.Group"/>.</param>
    /// <param name="contentHash">Hash of all of it, for <see cref="TraceSummary.Fingerprint"/>.</param>
    public void Add(TelemetryBatch batch, int spanIndex, Utf8StringPool strings, PicoUsd? cost = null, int group = 0, ulong contentHash = 0)
    {
        ref readonly var span = ref batch.Spans[spanIndex];
        ref readonly var columns = ref batch.Columns[spanIndex];
        ref readonly var resource = ref batch.ResourceColumns[span.ResourceIndex];
        var (start, end) = SpanTimes.Normalize(span.StartUnixNano, span.EndUnixNano);
        Put(span.SpanId, new Entry
        {
            SpanId = span.SpanId,
            Parent = span.ParentSpanId,
            Start = start,
            End = end,
            Name = strings.Get(batch.Bytes(span.Name)),
            StatusCode = span.StatusCode,
            Kind = columns.Kind,
            Tokens = columns.Tokens,
            Cost = cost,
            Group = group,
            ResponseHash = HashOf(columns.ResponseId.Span),
            Model = strings.Get(columns.ResponseModel.IsEmpty ? columns.RequestModel.Span : columns.ResponseModel.Span),
            Service = strings.Get(resource.ServiceName.Span),
            Environment = strings.Get(resource.Environment.Span),
            Release = strings.Get(resource.ServiceVersion.Span),
            ConversationId = strings.Get(columns.ConversationId.Span),
            UserId = strings.Get(columns.UserId.Span),
            Labels = LabelsOf(columns.Labels, resource.Labels),
            ContentHash = contentHash,
        });
    }

    /// <summary>Adds a span that was stored earlier, or replaces it.</summary>
    /// <param name="record">The span.</param>
    /// <param name="group">Comes back in <see cref="CallChange.Group"/>.</param>
    /// <param name="contentHash">Hash of all of it, for <see cref="TraceSummary.Fingerprint"/>.</param>
    public void Add(SpanRecord record, int group = 0, ulong contentHash = 0) => Put(record.SpanId, new Entry
    {
        SpanId = record.SpanId,
        Parent = record.ParentSpanId,
        Start = record.StartUnixNano,
        End = record.EndUnixNano,
        Name = record.Name,
        StatusCode = record.StatusCode,
        Kind = record.Kind,
        Tokens = record.Tokens,
        Cost = record.Cost,
        Group = group,
        ResponseHash = record.ResponseId is { } id ? HashOf(Encoding.UTF8.GetBytes(id)) : 0,
        Model = record.ResponseModel ?? record.RequestModel,
        Service = record.Service,
        Environment = record.Environment,
        Release = record.Release,
        ConversationId = record.ConversationId,
        UserId = record.UserId,
        Labels = LabelsOf(record.Labels, record.ResourceLabels),
        ContentHash = contentHash,
    });

    /// <summary>Makes room for spans that are about to be added: 300 bytes each are too many to be copied again and again.</summary>
    internal void Reserve(int spans) => _entries.EnsureCapacity(spans);

    /// <summary>Finds the spans whose model call a span inside them reports too; as positions in the order of first addition.</summary>
    internal HashSet<int> FindCoveredCalls() => CoveredCalls.Find(_entries, _indexOfSpan);

    /// <summary>Says which calls count that did not at the last time, and the other way round, as of the last <see cref="Summarize"/>.</summary>
    /// <param name="into">Where they are added.</param>
    public void TakeCallChanges(List<CallChange> into)
    {
        into.AddRange(_changes);
        _changes.Clear();
    }

    /// <summary>Sums up what was added so far.</summary>
    public TraceSummary Summarize()
    {
        var covered = FindCoveredCalls();
        var order = Enumerable.Range(0, _entries.Count).ToArray();
        var entries = CollectionsMarshal.AsSpan(_entries);
        Array.Sort(order, (a, b) => Compare(_entries[a], _entries[b]));

        var window = TraceWindow.Of(order, entries);
        var sum = default(TokenUsage);
        var (end, fingerprint) = (long.MinValue, 0UL);
        var labels = _labels is null ? null : new TraceLabelMerge();
        int errors = 0, calls = 0, unpriced = 0, root = -1;
        PicoUsd? cost = null;
        List<string> models = [], services = [];
        string? conversation = null, user = null, environment = null, release = null;
        for (var at = 0; at < order.Length; at++)
        {
            var index = order[at];
            ref var entry = ref entries[index];
            if (at >= window.Start.Value && at < window.End.Value)
            {
                end = Math.Max(end, entry.End);
                root = root < 0 && entry.Parent.IsNone ? index : root;
            }

            errors += entry.StatusCode == 2 ? 1 : 0;
            AddOnce(services, entry.Service);
            fingerprint = unchecked(fingerprint + entry.ContentHash);
            labels?.Add(entry.Labels?.Own, entry.Labels?.OfResource);
            conversation ??= entry.ConversationId == entry.Labels?.OfResource?.Session ? null : entry.ConversationId;
            user ??= entry.UserId == entry.Labels?.OfResource?.User ? null : entry.UserId;
            environment ??= entry.Environment;
            release ??= entry.Release;
            if (!entry.Kind.IsInference)
            {
                continue;
            }

            AddOnce(models, entry.Model);
            var isCounted = !covered.Contains(index);
            if (isCounted != entry.IsCounted)
            {
                entry.IsCounted = isCounted;
                _changes.Add(entry.Change(isCounted ? 1 : -1));
            }

            if (isCounted)
            {
                calls++;
                unpriced += entry.IsUnpriced ? 1 : 0;
                cost = entry.Cost is { } known ? (cost ?? default) + known : cost;
                sum = sum.Plus(entry.Tokens);
            }
        }

        var first = order.Length > 0 ? order[window.Start.Value] : -1;
        var head = root >= 0 ? root : first;
        return new TraceSummary
        {
            TraceId = _traceId,
            Name = head >= 0 ? entries[head].Name ?? "" : "",
            StartUnixNano = first >= 0 ? entries[first].Start : 0,
            EndUnixNano = first >= 0 ? end : 0,
            SpanCount = order.Length,
            ErrorCount = errors,
            StatusCode = head >= 0 ? entries[head].StatusCode : 0,
            InputTokens = sum.Input ?? 0,
            OutputTokens = sum.Output ?? 0,
            CacheReadTokens = sum.CacheRead ?? 0,
            CacheWriteTokens = sum.CacheWrite ?? 0,
            ReasoningTokens = sum.Reasoning ?? 0,
            CacheWrite1hTokens = sum.CacheWrite1h ?? 0,
            AudioInputTokens = sum.AudioInput ?? 0,
            AudioOutputTokens = sum.AudioOutput ?? 0,
            ImageInputTokens = sum.ImageInput ?? 0,
            ImageOutputTokens = sum.ImageOutput ?? 0,
            InferenceCalls = calls,
            Cost = cost,
            UnpricedCalls = unpriced,
            Models = models,
            Services = services,
            ConversationId = conversation ?? labels?.Session,
            UserId = user ?? labels?.User,
            Environment = labels?.Environment ?? environment ?? labels?.ResourceEnvironment,
            Release = labels?.Release ?? release ?? labels?.ResourceRelease,
            Version = labels?.Version,
            Tags = labels?.Tags ?? [],
            Metadata = labels?.Metadata ?? ReadOnlyDictionary<string, JsonNode?>.Empty,
            HasLabels = true,
            Fingerprint = unchecked((long)fingerprint),
            HasRoot = root >= 0,
        };
    }

    // Most spans of a trace say the same: one object for all.
    private EntryLabels? LabelsOf(string? own, string? ofResource)
    {
        if ((own ?? ofResource) is null)
        {
            return null;
        }

        _labels ??= [];
        return _labels.TryGetValue((own, ofResource), out var known)
            ? known
            : _labels[(own, ofResource)] = new EntryLabels(SpanLabels.ParseAny(own), SpanLabels.ParseAny(ofResource));
    }

    private void Put(SpanId spanId, Entry entry)
    {
        if (_indexOfSpan.TryGetValue(CollectionsMarshal.AsSpan(_entries), spanId.Value, out var index))
        {
            if (_entries[index].IsCounted)
            {
                _changes.Add(_entries[index].Change(sign: -1));
            }

            _entries[index] = entry;
            return;
        }

        _entries.Add(entry);
        _indexOfSpan.Added(CollectionsMarshal.AsSpan(_entries));
    }

    // Equal starts are ordered by id, so that the summary does not depend on the order of arrival.
    private static int Compare(in Entry a, in Entry b) =>
        a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.SpanId.Value.CompareTo(b.SpanId.Value);

    // FNV-1a: a long text per call would cost more than all else that is kept of it. 0 is "none".
    private static ulong HashOf(ReadOnlySpan<byte> id)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var b in id)
        {
            hash = (hash ^ b) * 1_099_511_628_211UL;
        }

        return id.IsEmpty ? 0 : hash;
    }

    private static void AddOnce(List<string> values, string? value)
    {
        if (value is not null && !values.Contains(value))
        {
            values.Add(value);
        }
    }

    /// <summary>What a summary needs of a span.</summary>
    internal struct Entry
    {
        public SpanId SpanId;
        public SpanId Parent;
        public long Start;
        public long End;
        public string? Name;
        public int StatusCode;
        public ObservationKind Kind;
        public TokenUsage Tokens;
        public PicoUsd? Cost;
        public int Group;
        public bool IsCounted;
        public ulong ResponseHash;
        public string? Model;
        public string? Service;
        public string? Environment;
        public string? Release;
        public string? ConversationId;
        public string? UserId;
        public EntryLabels? Labels;
        public ulong ContentHash;

        // A call that failed before anything was counted is not unpriced: there is nothing to price.
        public readonly bool IsUnpriced => Cost is null && !(StatusCode == 2 && Tokens.IsEmpty);

        public readonly CallChange Change(int sign) => new(Group, Start, Tokens, Cost, IsUnpriced, sign);
    }

    /// <summary>What a span and its resource say of the trace.</summary>
    internal sealed record EntryLabels(SpanLabels? Own, SpanLabels? OfResource);
}
