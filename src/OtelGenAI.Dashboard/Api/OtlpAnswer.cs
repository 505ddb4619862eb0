using Microsoft.AspNetCore.Http;
using OtelGenAI.Otlp.Json;
using OtelGenAI.Otlp.Records;
using OtelGenAI.Otlp.Responses;
using OtelGenAI.Storage;

namespace OtelGenAI.Dashboard.Api;

/// <summary>Gives a trace back as OTLP/JSON, span after span, while it is read from the store.</summary>
internal static class OtlpAnswer
{
    // Written out in pieces of about this many spans: a trace of 100,000 spans with content does not fit in memory.
    private const int SpansPerFlush = 64;

    /// <summary>Writes the answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="spans">The spans, the first one already read.</param>
    public static async Task WriteAsync(HttpContext context, IAsyncEnumerator<StoredSpan> spans)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        using var writer = new OtlpJsonWriter(context.Response.BodyWriter, OtlpSignal.Traces);
        var written = 0;
        do
        {
            var span = spans.Current;
            writer.Write(new OtlpRecordParts(span.Message, span.ResourceEnvelope, span.ScopeEnvelope));
            if (++written % SpansPerFlush == 0)
            {
                writer.Flush();
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            }
        }
        while (await spans.MoveNextAsync());

        writer.Complete();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
