using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Otlp;
using OtelGenAI.Otlp.Traces;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Query;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Dialects;
using OtelGenAI.Telemetry.Records;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/prompts</c>: what the calls with each version of a prompt template took, cost and were scored.</summary>
/// <remarks>No column has the prompt: the index of attributes finds the traces, and their spans are opened, the newest first, as long as there is time.</remarks>
internal sealed class PromptEndpoint(ITraceStore store, TraceScan scan, AttributeKeyTable keys, TimeProvider clock)
{
    private static readonly string Question = string.Join(" or ", PromptUse.NameKeys.Select(key => $"attr[\"{key}\"]:*"));

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/prompts", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        if (TraceListQuery.Read(context.Request.Query, clock.GetUtcNow(), out var problem) is not { } query)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem!);
            return;
        }

        var (tenant, cancellation) = (RequestTenant.Of(context), context.RequestAborted);
        var prompts = new PromptSums();
        var filter = query.Filter with { Query = TraceQuery.Parse(Question, clock.GetUtcNow(), out _) };
        var extent = await scan.RunAsync(
            tenant,
            filter,
            async traces =>
            {
                var scores = await store.GetScoresAsync(tenant, [.. traces.Select(trace => trace.TraceId)], cancellation);
                foreach (var trace in traces)
                {
                    var (spans, uses) = await ReadAsync(tenant, trace, cancellation);
                    prompts.Add(trace, spans, uses, scores.GetValueOrDefault(trace.TraceId) ?? []);
                }
            },
            cancellation);
        await ApiAnswer.WriteAsync(context, new PromptPageView(prompts.ToViews(), extent.Traces, extent.IsComplete), ApiJson.Readable.PromptPageView);
    }

    private async Task<(List<SpanRecord> Spans, List<PromptUse?> Uses)> ReadAsync(TenantId tenant, TraceSummary trace, CancellationToken cancellation)
    {
        var batch = new TelemetryBatch(keys);
        var (spans, uses) = (new List<SpanRecord>(), new List<PromptUse?>());
        await foreach (var stored in store.ReadSpansAsync(tenant, trace.TraceId, cancellation))
        {
            OtlpTraceDecoder.DecodeStored(batch, stored.Message, stored.ResourceEnvelope, stored.ScopeEnvelope, OtlpLimits.Default);
            spans.Add(stored.Record);
            uses.Add(PromptUse.Read(batch, spanIndex: 0));
        }

        return (spans, uses);
    }
}

/// <summary>Versions of prompts.</summary>
/// <param name="Items">By name, the version that was used last first.</param>
/// <param name="Examined">Traces that were looked at.</param>
/// <param name="IsComplete">Whether those were all that name a prompt; otherwise they were the newest.</param>
internal sealed record PromptPageView(IReadOnlyList<PromptView> Items, long Examined, bool IsComplete);
