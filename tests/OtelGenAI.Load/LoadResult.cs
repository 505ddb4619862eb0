using System.Globalization;

namespace OtelGenAI.Load;

/// <summary>What a run measured.</summary>
/// <param name="Requests">Requests acknowledged in full.</param>
/// <param name="Refused">Requests answered otherwise.</param>
/// <param name="Spans">Spans in the acknowledged ones.</param>
/// <param name="RequestBytes">Size of a request.</param>
/// <param name="Elapsed">From the first request to the last answer.</param>
/// <param name="ServerTime">Processor time of the server.</param>
/// <param name="ClientTime">Processor time of this program.</param>
/// <param name="LatenciesMs">Milliseconds to each acknowledgement, sorted.</param>
/// <param name="PeakResidentMegabytes">Most memory of the server.</param>
/// <param name="PeakLogMegabytes">Largest write-ahead log.</param>
internal sealed record LoadResult(
    long Requests, long Refused, long Spans, int RequestBytes, TimeSpan Elapsed, TimeSpan ServerTime, TimeSpan ClientTime, double[] LatenciesMs,
    long PeakResidentMegabytes, long PeakLogMegabytes)
{
    public double SpansPerSecond => Spans / Elapsed.TotalSeconds;

    public double SpansPerServerSecond => Spans / ServerTime.TotalSeconds;

    /// <summary>The time within which this share of the acknowledgements came.</summary>
    public double LatencyMs(double share) => LatenciesMs.Length == 0 ? double.NaN : LatenciesMs[(int)((LatenciesMs.Length - 1) * share)];

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{SpansPerSecond,9:F0} spans/s, {SpansPerServerSecond,9:F0} per CPU second of the server, {RequestBytes * Requests / Elapsed.TotalSeconds / 1e6,6:F0} MB/s, " +
        $"acknowledged p50 {LatencyMs(0.5):F1} ms p99 {LatencyMs(0.99):F1} ms, CPU server {ServerTime / Elapsed:F2} load {ClientTime / Elapsed:F2} cores, " +
        $"memory at most {PeakResidentMegabytes} MB, log at most {PeakLogMegabytes} MB, {Requests} requests in {Elapsed.TotalSeconds:F1} s, {Refused} refused");
}
