using System.Globalization;
using System.Text;
using OtelGenAI.Telemetry.Metrics;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Otlp.Metrics;

/// <summary>Why a data point can never be accepted.</summary>
/// <param name="Cause">A fixed word for the metric.</param>
/// <param name="Sentence">What is wrong, for the client.</param>
internal sealed record DataPointProblem(string Cause, string Sentence)
{
    /// <summary>The point itself has no time.</summary>
    public static DataPointProblem NoTime { get; } = new("time_unix_nano", "time_unix_nano is missing");

    private const int ShownNameBytes = 100;

    private static readonly DataPointProblem NoName = new("name", "its metric has no name");

    private static readonly DataPointProblem NoTemporality = new(
        "aggregation_temporality",
        "aggregation_temporality is neither DELTA nor CUMULATIVE, so nobody can tell a total from an increase");

    /// <summary>What is wrong with all points of a metric, or <see langword="null"/>.</summary>
    public static DataPointProblem? Of(in MetricRow metric)
    {
        if (metric.Name.IsEmpty)
        {
            return NoName;
        }

        var needsTemporality = metric.Kind is MetricKind.Sum or MetricKind.Histogram or MetricKind.ExponentialHistogram;
        return needsTemporality && metric.Temporality == MetricTemporality.Unspecified ? NoTemporality : null;
    }

    /// <summary>Counts a refused point.</summary>
    /// <param name="batch">Where it was to go.</param>
    /// <param name="metric">Its metric.</param>
    /// <param name="timeUnixNano">Its time; 0 for none.</param>
    public void AddTo(TelemetryBatch batch, in MetricRow metric, ulong timeUnixNano)
    {
        // A request can hold millions of empty points: the sentence is made for the few that are told to the client.
        if (!batch.Rejections.WantsReason)
        {
            batch.Rejections.Add(Cause, static () => "");
            return;
        }

        var name = batch.Bytes(metric.Name);
        var shown = Encoding.UTF8.GetString(name[..Math.Min(name.Length, ShownNameBytes)]);
        var reason = string.Create(CultureInfo.InvariantCulture, $"Data point of metric \"{shown}\" (time {timeUnixNano}): {Sentence}.");
        batch.Rejections.Add(Cause, () => reason);
    }
}
