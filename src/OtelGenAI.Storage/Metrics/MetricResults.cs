using OtelGenAI.Telemetry.Metrics;

namespace OtelGenAI.Storage.Metrics;

/// <summary>What became of the data points of one batch. The four add up to the points of the batch.</summary>
/// <param name="Stored">Points that were not there before.</param>
/// <param name="Duplicates">Points that were there already, byte for byte: a client's retry.</param>
/// <param name="Replaced">Points that were there with other content: the new one won.</param>
/// <param name="Refused">Points of new series for which there was no room: the tenant has as many series today as it may have.</param>
public readonly record struct MetricAppendResult(int Stored, int Duplicates, int Replaced, int Refused);

/// <summary>Identifies a series: a digest of resource, scope, metric and attributes, the same on every day and in every process.</summary>
/// <param name="Value">Half of a SHA-256.</param>
public readonly record struct MetricSeriesId(UInt128 Value);

/// <summary>A stretch of time.</summary>
/// <param name="FromUnixNano">Its beginning, in nanoseconds since 1970 UTC.</param>
/// <param name="ToUnixNano">The first moment after it.</param>
public readonly record struct MetricRange(long FromUnixNano, long ToUnixNano);

/// <summary>Which series are asked for.</summary>
/// <param name="Names">Names of metrics, exactly; any of them.</param>
/// <param name="Range">A stretch of time in which they have points.</param>
public sealed record MetricSelection(IReadOnlyCollection<string> Names, MetricRange Range);

/// <summary>One line of the list of metrics.</summary>
/// <param name="Name">Name, as received.</param>
/// <param name="Kind">What its points are; a name that occurs with two kinds has two lines.</param>
/// <param name="Unit">Unit; likewise.</param>
/// <param name="Description">Description of one of its series.</param>
/// <param name="SeriesCount">How many series it has.</param>
/// <param name="LastTimeUnixNano">Time of its newest point.</param>
public sealed record MetricSummary(
    string Name, MetricKind Kind, string? Unit, string? Description, int SeriesCount, long LastTimeUnixNano);

/// <summary>A series that is there.</summary>
/// <param name="Id">Which.</param>
/// <param name="Series">What it is.</param>
public sealed record StoredSeries(MetricSeriesId Id, MetricSeries Series);

/// <summary>Points of a series.</summary>
/// <param name="Id">Which.</param>
/// <param name="Points">Its points, oldest first.</param>
/// <param name="Exemplars">Exemplars of those in the range that have a trace, in the order of their points.</param>
public sealed record SeriesPoints(MetricSeriesId Id, IReadOnlyList<MetricPoint> Points, IReadOnlyList<MetricExemplar> Exemplars);

/// <summary>Points of a series in the pieces they were stored in, as they arrived.</summary>
/// <param name="Kind">What the points are.</param>
/// <param name="Messages">The data point messages, by time.</param>
/// <param name="DataEnvelope">The <c>Gauge</c>, <c>Sum</c> … message without its points.</param>
/// <param name="MetricEnvelope">The <c>Metric</c> message without its data.</param>
/// <param name="ScopeEnvelope">The <c>ScopeMetrics</c> message without its metrics.</param>
/// <param name="ResourceEnvelope">The <c>ResourceMetrics</c> message without its scopes.</param>
public sealed record RawSeries(
    MetricKind Kind, IReadOnlyList<ReadOnlyMemory<byte>> Messages, ReadOnlyMemory<byte> DataEnvelope, ReadOnlyMemory<byte> MetricEnvelope,
    ReadOnlyMemory<byte> ScopeEnvelope, ReadOnlyMemory<byte> ResourceEnvelope);

/// <summary>An exemplar found by its trace.</summary>
/// <param name="Metric">Name of the metric it was measured for.</param>
/// <param name="Unit">Unit of that metric.</param>
/// <param name="Exemplar">The measurement.</param>
public sealed record TraceExemplar(string Metric, string? Unit, MetricExemplar Exemplar);

/// <summary>What an engine did since it started.</summary>
/// <param name="PointsStored">Points written, replacements included.</param>
/// <param name="Commits">Transactions committed.</param>
/// <param name="QueuedPoints">Points waiting for a commit right now.</param>
public readonly record struct MetricStoreStatistics(long PointsStored, long Commits, long QueuedPoints);
