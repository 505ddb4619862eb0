using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Storage.Tests.Builders;

/// <summary>What tests ask a store, in few words.</summary>
internal static class StoreReading
{
    extension(ITraceStore store)
    {
        public Task<AppendResult> Append(params IEnumerable<SpanSpec> spans) =>
            store.AppendAsync(Some.Tenant, Some.Batch(spans), CancellationToken.None);

        public async Task<TraceSummary> Summary(int trace) =>
            Assert.IsType<StoredTrace>(await store.GetTraceAsync(Some.Tenant, Some.TraceId(trace), CancellationToken.None)).Summary;

        public async Task<IReadOnlyList<SpanRecord>> Spans(int trace) =>
            Assert.IsType<StoredTrace>(await store.GetTraceAsync(Some.Tenant, Some.TraceId(trace), CancellationToken.None)).Spans;

        public Task<StoredSpan?> Span(int trace, int id) =>
            store.GetSpanAsync(Some.Tenant, Some.TraceId(trace), Some.SpanId(id), CancellationToken.None);

        public async Task<List<StoredSpan>> ReadAll(TraceId traceId, TenantId? tenant = null)
        {
            List<StoredSpan> spans = [];
            await foreach (var span in store.ReadSpansAsync(tenant ?? Some.Tenant, traceId, CancellationToken.None))
            {
                spans.Add(span);
            }

            return spans;
        }

        public async Task<List<TraceSummary>> ListAll(TraceFilter? filter = null, int pageSize = 1_000, TenantId? tenant = null)
        {
            List<TraceSummary> traces = [];
            TraceCursor? after = null;
            do
            {
                var page = await store.ListTracesAsync(tenant ?? Some.Tenant, filter ?? TraceFilter.All, after, pageSize, CancellationToken.None);
                Assert.True(page.Items.Count <= pageSize);
                traces.AddRange(page.Items);
                after = page.Next;
            }
            while (after is not null);

            return traces;
        }
    }
}
