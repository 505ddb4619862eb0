using OtelGenAI.Collector.Receivers;
using OtelGenAI.Storage;

namespace OtelGenAI.Collector.Metrics;

/// <summary>Shows what the store and the budget of received bytes say about themselves.</summary>
internal sealed class StoreMetrics
{
    public StoreMetrics(CollectorMetrics metrics, ITraceStore store, AdmissionBudget budget)
    {
        var meter = metrics.Meter;
        meter.CreateObservableCounter("otelgenai.store.commits", () => store.Statistics.Commits, "{commit}", "Transactions committed.");
        meter.CreateObservableGauge("otelgenai.store.queued_records", () => store.Statistics.QueuedRecords, "{record}", "Spans and log records waiting for a commit.");
        meter.CreateObservableGauge("otelgenai.store.size", () => store.Statistics.StoredBytes, "By", "Bytes of the store's files.");
        meter.CreateObservableGauge("otelgenai.receiver.held_bytes", () => budget.HeldBytes, "By", "Bytes of requests held right now.");
    }
}
