using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Telemetry.Metrics;

namespace OtelGenAI.Storage.Sqlite.Metrics;

/// <summary>One query of one tenant: the files as they were when it began, oldest first. Used by one thread.</summary>
internal sealed class MetricReadSession : IDisposable
{
    private const long BaselineNanoseconds = 24L * 60 * 60 * 1_000_000_000;

    private readonly List<MetricDayReader> _oldestFirst = [];
    private readonly Lock _interrupting = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _cancellationToken;

    public MetricReadSession(TenantFiles files, DayConnections connections, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        try
        {
            // An operator may delete a day while the program runs; that is no reason to fail.
            foreach (var file in files.OldestFirst.Where(file => File.Exists(file.Path)))
            {
                try
                {
                    _oldestFirst.Add(new MetricDayReader(file, connections));
                }
                catch (SqliteException) when (!File.Exists(file.Path))
                {
                    // Retention was faster.
                }
            }
        }
        catch
        {
            _oldestFirst.ForEach(reader => reader.Dispose());
            throw;
        }

        _registration = cancellationToken.Register(Interrupt);
    }

    /// <summary>All metrics, by name.</summary>
    public IReadOnlyList<MetricSummary> ListMetrics()
    {
        Dictionary<(string, MetricKind, string?), (MetricSummary Summary, HashSet<MetricSeriesId> Ids)> found = [];
        foreach (var (id, summary) in _oldestFirst.SelectMany(reader => reader.Metrics()))
        {
            var key = (summary.Name, summary.Kind, summary.Unit);
            var (known, ids) = found.GetValueOrDefault(key, (summary, []));
            ids.Add(id);
            found[key] = (summary with { LastTimeUnixNano = Math.Max(known.LastTimeUnixNano, summary.LastTimeUnixNano) }, ids);
        }

        return
        [
            .. found.Values.Select(entry => entry.Summary with { SeriesCount = entry.Ids.Count })
                .OrderBy(metric => metric.Name, StringComparer.Ordinal).ThenBy(metric => metric.Kind),
        ];
    }

    /// <summary>Series that have points in a range.</summary>
    public IReadOnlyList<StoredSeries> ListSeries(MetricSelection selection)
    {
        Dictionary<MetricSeriesId, StoredSeries> found = [];
        foreach (var reader in Overlapping(selection.Range))
        {
            foreach (var series in selection.Names.SelectMany(name => reader.Series(name, selection.Range)))
            {
                found[series.Id] = series;
            }
        }

        return [.. found.Values];
    }

    /// <summary>Reads the points of series.</summary>
    public void ReadPoints(IReadOnlyCollection<MetricSeriesId> series, MetricRange range, Action<SeriesPoints> visit)
    {
        MetricDayReader[] inside = [.. Overlapping(range)];
        var before = new MetricRange(range.FromUnixNano - BaselineNanoseconds, range.FromUnixNano);
        MetricDayReader[] earlier = [.. Overlapping(before)];
        foreach (var id in series)
        {
            _cancellationToken.ThrowIfCancellationRequested();

            // Of a time that two files have, the later file says what was sent last.
            SortedDictionary<long, (MetricPoint Point, List<MetricExemplar> Exemplars)> points = [];
            if (Baseline(earlier, id, before) is { } baseline)
            {
                points[baseline.TimeUnixNano] = (baseline, []);
            }

            foreach (var reader in inside)
            {
                Read(reader, id, range, points);
            }

            if (points.Count > 0)
            {
                visit(new SeriesPoints(id, [.. points.Values.Select(entry => entry.Point)], [.. points.Values.SelectMany(entry => entry.Exemplars)]));
            }
        }
    }

    /// <summary>Reads the messages of a series.</summary>
    public RawSeries? ReadRaw(MetricSeriesId id, MetricRange range)
    {
        RawSeries? raw = null;
        SortedDictionary<long, ReadOnlyMemory<byte>> messages = [];
        foreach (var reader in Overlapping(range))
        {
            if (reader.SeriesNo(id) is not 0 and var seriesNo)
            {
                raw ??= reader.RawOf(seriesNo);
                foreach (var (time, message) in reader.Messages(seriesNo, range))
                {
                    messages[time] = message;
                }
            }
        }

        return raw is null || messages.Count == 0 ? null : raw with { Messages = [.. messages.Values] };
    }

    /// <summary>Finds the exemplars of a trace.</summary>
    public IReadOnlyList<TraceExemplar> FindExemplars(Telemetry.TraceId traceId)
    {
        const int maxExemplars = 1_000;
        return
        [
            .. _oldestFirst.SelectMany(reader => reader.ExemplarsOf(traceId, maxExemplars))
                .OrderBy(found => found.Exemplar.TimeUnixNano).Take(maxExemplars),
        ];
    }

    public void Dispose()
    {
        // Waits for an interruption under way: from here on nobody touches the connections but us.
        _registration.Dispose();
        _oldestFirst.ForEach(reader => reader.Dispose());
    }

    private static MetricPoint? Baseline(MetricDayReader[] earlier, MetricSeriesId id, MetricRange before)
    {
        List<MetricPoint> candidates = [];
        foreach (var reader in earlier)
        {
            if (reader.SeriesNo(id) is not 0 and var seriesNo && reader.LastPoint(seriesNo, reader.KindOf(seriesNo), before) is { } point)
            {
                candidates.Add(point);
            }
        }

        // Of a time that two files have, the later file says what was sent last.
        return candidates.OrderBy(point => point.TimeUnixNano).LastOrDefault();
    }

    private static void Read(
        MetricDayReader reader, MetricSeriesId id, MetricRange range, SortedDictionary<long, (MetricPoint Point, List<MetricExemplar> Exemplars)> points)
    {
        if (reader.SeriesNo(id) is not (not 0 and var seriesNo))
        {
            return;
        }

        foreach (var point in reader.Points(seriesNo, reader.KindOf(seriesNo), range))
        {
            points[point.TimeUnixNano] = (point, []);
        }

        foreach (var (time, exemplar) in reader.Exemplars(seriesNo, range))
        {
            points[time].Exemplars.Add(exemplar);
        }
    }

    private IEnumerable<MetricDayReader> Overlapping(MetricRange range) =>
        _oldestFirst.Where(reader => reader.Extent.FromUnixNano < range.ToUnixNano && reader.Extent.ToUnixNano >= range.FromUnixNano);

    private void Interrupt()
    {
        lock (_interrupting)
        {
            _oldestFirst.ForEach(reader => reader.Connection.Interrupt());
        }
    }
}
