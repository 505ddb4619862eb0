using OtelGenAI.Collector.Receivers;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Metrics;

namespace OtelGenAI.Collector.Metrics;

/// <summary>Shows what the store and the budget of received bytes say about themselves.</summary>
internal sealed class StoreMetrics
{
    public StoreMetrics(CollectorMetrics metrics, ITraceStore store, IMetricStore points, AdmissionBudget budget)
    {
        var meter = metrics.Meter;
        meter.CreateObservableCounter("otelgenai.store.commits", () => store.Statistics.Commits + points.Statistics.Commits, "{commit}", "Transactions committed.");
        meter.CreateObservableGauge("otelgenai.store.queued_records", () => store.Statistics.QueuedRecords + points.Statistics.QueuedPoints, "{record}", "Spans, log records and data points waiting for a commit.");
        meter.CreateObservableGauge("otelgenai.store.size", () => store.Statistics.StoredBytes, "By", "Bytes of the store's files.");
        if (store is ITextIndex { IsIndexed: true } text)
        {
            meter.CreateObservableGauge("otelgenai.store.text_lag", () => text.MaxLag.TotalSeconds, "s", "How long words have been waiting to be indexed, of the tenant that waits longest.");
        }

        meter.CreateObservableGauge("otelgenai.receiver.held_bytes", () => budget.HeldBytes, "By", "Bytes of requests held right now.");
    }
}
