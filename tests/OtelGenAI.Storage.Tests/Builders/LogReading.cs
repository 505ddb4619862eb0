using System.Text;

namespace OtelGenAI.Storage.Tests.Builders;

/// <summary>What tests ask a store about log records, in few words.</summary>
internal static class LogReading
{
    extension(ITraceStore store)
    {
        public Task<AppendResult> AppendLogs(params IEnumerable<LogSpec> logs) =>
            store.AppendAsync(Some.Tenant, Some.LogBatch(logs), CancellationToken.None);

        public async Task<string[]> Logs(int trace, int span, int limit = 1_000) => Texts(
            await store.GetLogsAsync(Some.Tenant, Some.TraceId(trace), Some.SpanId(span), limit, CancellationToken.None));

        public async Task<List<StoredLog>> ReadAllLogs(int trace)
        {
            List<StoredLog> logs = [];
            await foreach (var log in store.ReadLogsAsync(Some.Tenant, Some.TraceId(trace), CancellationToken.None))
            {
                logs.Add(log);
            }

            return logs;
        }

        public async Task<string[]> ListLogs(LogFilter? filter = null, int pageSize = 1_000)
        {
            List<StoredLog> logs = [];
            LogCursor? after = null;
            do
            {
                var page = await store.ListLogsAsync(Some.Tenant, filter ?? LogFilter.All, after, pageSize, CancellationToken.None);
                Assert.True(page.Items.Count <= pageSize);
                logs.AddRange(page.Items);
                after = page.Next;
            }
            while (after is not null);

            return Texts(logs);
        }
    }

    /// <summary>The texts of records, out of the descriptions that their payloads are.</summary>
    public static string[] Texts(IEnumerable<StoredLog> logs) =>
        [.. logs.Select(log => Encoding.UTF8.GetString(log.Message.Span).Split("Text = ")[1].Split(", Resource")[0])];
}
