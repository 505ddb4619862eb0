using System.Collections.Concurrent;
using System.Diagnostics;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Diagnostics;
using OtelGenAI.Invocations;

namespace OtelGenAI.Tools;

/// <summary>Makes spans of tools that nothing recorded, out of two calls of a model: one answer asks for the tool, a later request brings its result.</summary>
/// <remarks>
/// What is known is when the answer was there and when the request was sent, so the span includes whatever else the application did between. It is made
/// only if no <c>execute_tool</c> span of the call ended meanwhile, by its id or, where one has none, by the tool's name in the same trace. Calls without
/// ids (Ollama's, most of Gemini's) cannot be paired and make no span. They count as calls of their agent; how long they took is not measured.
/// </remarks>
internal static class ToolSynthesis
{
    private const string FunctionType = "function";

    // A conversation that never brings its result is forgotten: the count bounds memory, the age bounds the search.
    private const int MaxPending = 4096;
    private static readonly TimeSpan s_maxAge = TimeSpan.FromHours(1);

    private static readonly ConcurrentDictionary<(ActivityTraceId Trace, string CallId), PendingTool> s_pending = new();

    /// <summary>Whether any result is waited for; if not, requests need not be searched for one.</summary>
    public static bool IsWaiting => !s_pending.IsEmpty;

    /// <summary>Remembers the tools that an answer asks for.</summary>
    /// <param name="chat">Span of the call that was answered.</param>
    /// <param name="caller">On whose behalf it was made.</param>
    /// <param name="output">The answer.</param>
    public static void Asked(Activity chat, Activity? caller, IReadOnlyList<GenAIMessage>? output)
    {
        foreach (var call in (output ?? []).SelectMany(static message => message.Parts).OfType<GenAIPart.ToolCall>())
        {
            if (call.Id is not { Length: > 0 } id)
            {
                InstrumentationReport.Count(InstrumentationReport.Chapter.LeftOut, "a tool nobody may have recorded: its call has no id");
            }
            else if (HasRoom())
            {
                s_pending[(TraceOf(caller), id)] = new PendingTool(call.Name, call.Arguments, DateTime.UtcNow, chat.Context);
            }
        }
    }

    /// <summary>Makes a span of each result that a request brings and nothing else recorded.</summary>
    /// <param name="caller">On whose behalf the request is made; the tools are its children.</param>
    /// <param name="input">The messages of the request.</param>
    /// <param name="policy">Decides about arguments and results.</param>
    public static void Answered(Activity? caller, IReadOnlyList<GenAIMessage>? input, ContentPolicy policy)
    {
        foreach (var response in (input ?? []).SelectMany(static message => message.Parts).OfType<GenAIPart.ToolCallResponse>())
        {
            if (response.Id is { } id && s_pending.TryRemove((TraceOf(caller), id), out var pending) && DateTime.UtcNow - pending.AskedAt < s_maxAge)
            {
                Synthesise(caller, id, pending, response.Response, policy);
            }
        }
    }

    /// <summary>A tool's execution was recorded by somebody: its call is not waited for any more.</summary>
    public static void Recorded(Activity tool)
    {
        if (s_pending.IsEmpty || tool.GetTagItem(OtelGenAIAttributes.Synthesized) is not null)
        {
            return;
        }

        var callId = tool.GetTagItem(GenAIAttributes.ToolCallId) as string;
        var name = tool.GetTagItem(GenAIAttributes.ToolName) as string;
        foreach (var (key, pending) in s_pending)
        {
            var isTheCall = callId is not null ? key.CallId == callId : pending.Name == name;
            if (isTheCall && (key.Trace == tool.TraceId || key.Trace == default))
            {
                s_pending.TryRemove(key, out _);
                return;
            }
        }
    }

    /// <summary>Forgets everything, when instrumentation ends.</summary>
    public static void Clear() => s_pending.Clear();

    private static ActivityTraceId TraceOf(Activity? caller) => caller?.TraceId ?? default;

    private static bool HasRoom()
    {
        if (s_pending.Count < MaxPending)
        {
            return true;
        }

        var oldest = DateTime.UtcNow - s_maxAge;
        foreach (var (key, pending) in s_pending)
        {
            if (pending.AskedAt < oldest)
            {
                s_pending.TryRemove(key, out _);
            }
        }

        return s_pending.Count < MaxPending;
    }

    private static void Synthesise(Activity? caller, string id, PendingTool pending, string result, ContentPolicy policy)
    {
        var current = Activity.Current;
        Activity.Current = caller;
        try
        {
            using var tool = OwnTelemetry.Source.StartActivity(
                $"{GenAIOperationNameValues.ExecuteTool} {pending.Name}",
                ActivityKind.Internal,
                caller is null ? pending.Chat : default,
                [
                    new(GenAIAttributes.OperationName, GenAIOperationNameValues.ExecuteTool),
                    new(GenAIAttributes.ToolName, pending.Name),
                    new(GenAIAttributes.ToolCallId, id),
                    // The conventions' word for a tool that the application runs: it was the application that sent the result.
                    new(GenAIAttributes.ToolType, FunctionType),
                    new(OtelGenAIAttributes.Synthesized, true),
                ],
                startTime: pending.AskedAt);
            if (tool is not null)
            {
                AgentRun.CountTool(tool);
            }

            if (tool is { IsAllDataRequested: true })
            {
                Describe(tool, pending, result, policy);
            }
        }
        finally
        {
            Activity.Current = current;
        }
    }

    private static void Describe(Activity tool, PendingTool pending, string result, ContentPolicy policy)
    {
        tool.SetTag(GenAIAttributes.AgentName, Operations.FindAgentName(tool.Parent));
        if (!policy.WritesSpans)
        {
            return;
        }

        var isTruncated = false;
        tool.SetTag(GenAIAttributes.ToolCallArguments, ContentAttributes.Value(GenAIAttributes.ToolCallArguments, pending.Arguments, policy, ref isTruncated));
        tool.SetTag(GenAIAttributes.ToolCallResult, ContentAttributes.Value(GenAIAttributes.ToolCallResult, result, policy, ref isTruncated));
        tool.SetTag(OtelGenAIAttributes.ContentTruncated, isTruncated ? true : null);
    }

    private sealed record PendingTool(string Name, string? Arguments, DateTime AskedAt, ActivityContext Chat);
}
