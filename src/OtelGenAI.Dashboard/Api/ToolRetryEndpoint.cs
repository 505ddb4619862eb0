using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelGenAI.Storage;
using OtelGenAI.Storage.Query;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Traces;

namespace OtelGenAI.Dashboard.Api;

/// <summary><c>/api/v1/tools/retries</c>: what happened after a tool failed: was it run again in the same trace, and did that help.</summary>
/// <remarks>Reads columns of the traces in which a tool failed, the newest first, as long as there is time.</remarks>
internal sealed class ToolRetryEndpoint(ITraceStore store, TraceScan scan, TimeProvider clock)
{
    private const string Question = "has(kind:tool error:true)";

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/tools/retries", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        if (TraceListQuery.Read(context.Request.Query, clock.GetUtcNow(), out var problem) is not { } query)
        {
            await ApiAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, problem!);
            return;
        }

        var (tenant, cancellation) = (RequestTenant.Of(context), context.RequestAborted);
        var tools = new Dictionary<string, ToolRetryView>(StringComparer.Ordinal);
        var extent = await scan.RunAsync(
            tenant,
            query.Filter with { Query = TraceQuery.Parse(Question, clock.GetUtcNow(), out _) },
            async traces =>
            {
                foreach (var trace in traces)
                {
                    if (await store.GetTraceAsync(tenant, trace.TraceId, cancellation) is { } stored)
                    {
                        Add(stored.Spans, tools);
                    }
                }
            },
            cancellation);
        await ApiAnswer.WriteAsync(
            context,
            new ToolRetryPageView([.. tools.Values.OrderByDescending(tool => tool.Retried).ThenBy(tool => tool.Tool, StringComparer.Ordinal)], extent.Traces, extent.IsComplete),
            ApiJson.Readable.ToolRetryPageView);
    }

    private static void Add(IReadOnlyList<SpanRecord> spans, Dictionary<string, ToolRetryView> tools)
    {
        foreach (var runs in spans.Where(span => span is { Kind: ObservationKind.Tool, ToolName: not null }).GroupBy(span => span.ToolName!, StringComparer.Ordinal))
        {
            SpanRecord[] inOrder = [.. runs.OrderBy(run => run.StartUnixNano)];
            for (var at = 0; at < inOrder.Length; at++)
            {
                if (!inOrder[at].IsError)
                {
                    continue;
                }

                // What ran beside the failed one knew nothing of it.
                var next = Array.FindIndex(inOrder, at + 1, run => run.StartUnixNano >= inOrder[at].EndUnixNano);
                var tool = tools.GetValueOrDefault(runs.Key) ?? new ToolRetryView(runs.Key, Failed: 0, Retried: 0, Recovered: 0);
                tools[runs.Key] = tool with
                {
                    Failed = tool.Failed + 1,
                    Retried = tool.Retried + (next < 0 ? 0 : 1),
                    Recovered = tool.Recovered + (next < 0 || inOrder[next].IsError ? 0 : 1),
                };
            }
        }
    }
}

/// <summary>What happened after a tool failed.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Failed">Executions that failed.</param>
/// <param name="Retried">Of them, those after which the tool was run again in the same trace.</param>
/// <param name="Recovered">Of those, how often that run did not fail.</param>
internal sealed record ToolRetryView(string Tool, long Failed, long Retried, long Recovered);

/// <summary>Tools that failed.</summary>
/// <param name="Items">Those that were run again most often first.</param>
/// <param name="Examined">Traces that were looked at.</param>
/// <param name="IsComplete">Whether those were all in which a tool failed; otherwise they were the newest.</param>
internal sealed record ToolRetryPageView(IReadOnlyList<ToolRetryView> Items, long Examined, bool IsComplete);
