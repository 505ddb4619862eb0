using OtelGenAI.Storage.Metrics;
using OtelGenAI.Telemetry.Metrics;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Makes the chart of a metric of the series that were chosen for it. Not thread-safe.</summary>
internal sealed class MetricChartMaker
{
    private readonly string _name;
    private readonly MetricChartQuery _query;
    private readonly Dictionary<MetricSeriesId, MetricSeries> _series;
    private readonly MetricChartBuilder _builder;

    /// <summary>Begins with series and without points.</summary>
    public MetricChartMaker(string name, MetricChartQuery query, IReadOnlyList<(MetricSeriesId Id, MetricSeries Series)> chosen)
    {
        _name = name;
        _query = query;
        _series = chosen.ToDictionary(one => one.Id, one => one.Series);

        // One name with two kinds is a mistake of somebody's: most series have it right, and the others are counted as skipped.
        var most = chosen.Select(one => one.Series).GroupBy(series => (series.Kind, series.IsMonotonic)).MaxBy(group => group.Count());
        var isCounter = MetricNames.IsCounter(name) || most?.Key is (MetricKind.Sum, true);
        var kind = isCounter ? MetricKind.Sum : most?.Key.Kind ?? MetricKind.None;
        _builder = new MetricChartBuilder(query, kind, isCounter, most?.First().Unit);
    }

    /// <summary>Which series to read.</summary>
    public IReadOnlyCollection<MetricSeriesId> SeriesIds => _series.Keys;

    /// <summary>Adds the points of a series.</summary>
    public void Add(SeriesPoints points) => _builder.Add(_series[points.Id], points.Points, points.Exemplars);

    /// <summary>The chart.</summary>
    public MetricChartView ToView(IReadOnlyList<string> readFrom)
    {
        const double nanosecondsPerSecond = 1e9;
        var chart = _builder.Build();
        return new MetricChartView(
            _name, chart.IsCounter ? "counter" : MetricType.Of(chart.Kind), chart.Unit, ApiTime.Of(_query.FromUnixNano), ApiTime.Of(_query.ToUnixNano),
            _query.BucketNanoseconds / nanosecondsPerSecond, _query.By, readFrom, chart.SkippedSeries, chart.OtherSeries,
            [.. chart.Groups.Select(MetricGroupView.Of)]);
    }
}
