using Microsoft.AspNetCore.Http;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Storage;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Gives a trace back as OTLP/JSON, record after record, while it is read from the store.</summary>
/// <remarks>
/// Spans and log records are in one document, <c>resourceSpans</c> and <c>resourceLogs</c>. OTLP receivers must ignore members they do
/// not know, so it can be sent as it is to <c>/v1/traces</c> and to <c>/v1/logs</c>, and each takes its own.
/// </remarks>
internal static class OtlpAnswer
{
    /// <summary>What a client asks for to get spans only.</summary>
    public const string Traces = "traces";

    /// <summary>What a client asks for to get log records only.</summary>
    public const string Logs = "logs";

    // Written out in pieces of about this many records: a trace of 100,000 spans with content does not fit in memory.
    private const int RecordsPerFlush = 64;

    /// <summary>Writes the answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="spans">The spans, the first one already read; <see langword="null"/> for none.</param>
    /// <param name="logs">The log records, the first one already read; <see langword="null"/> for none.</param>
    public static async Task WriteAsync(HttpContext context, IAsyncEnumerator<StoredSpan>? spans, IAsyncEnumerator<StoredLog>? logs)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await WriteDocumentAsync(context, spans, logs);
    }

    /// <summary>Writes one document into an answer that has its headers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="spans">The spans, the first one already read; <see langword="null"/> for none.</param>
    /// <param name="logs">The log records, the first one already read; <see langword="null"/> for none.</param>
    public static async Task WriteDocumentAsync(HttpContext context, IAsyncEnumerator<StoredSpan>? spans, IAsyncEnumerator<StoredLog>? logs)
    {
        using var writer = new OtlpJsonWriter(context.Response.BodyWriter, spans is null ? OtlpSignal.Logs : OtlpSignal.Traces);
        if (spans is not null)
        {
            await WriteAsync(context, writer, spans, span => new OtlpRecordParts(span.Message, span.ResourceEnvelope, span.ScopeEnvelope));
            if (logs is not null)
            {
                writer.Begin(OtlpSignal.Logs);
            }
        }

        if (logs is not null)
        {
            await WriteAsync(context, writer, logs, log => new OtlpRecordParts(log.Message, log.ResourceEnvelope, log.ScopeEnvelope));
        }

        writer.Complete();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static async Task WriteAsync<TRecord>(
        HttpContext context, OtlpJsonWriter writer, IAsyncEnumerator<TRecord> records, Func<TRecord, OtlpRecordParts> partsOf)
    {
        var written = 0;
        do
        {
            writer.Write(partsOf(records.Current));
            if (++written % RecordsPerFlush == 0)
            {
                writer.Flush();
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            }
        }
        while (await records.MoveNextAsync());
    }
}
