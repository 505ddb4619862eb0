using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OtelGenAI.Conventions;

namespace OtelGenAI.Events;

/// <summary>One log line per finished GenAI operation, without content: what is left to ask when the backend is down.</summary>
internal static partial class OperationLog
{
    /// <summary>Category of the lines.</summary>
    public const string Category = "OtelGenAI.Operations";

    private static ILogger? s_logger;

    /// <summary>Sets where the lines go.</summary>
    /// <param name="factory"><see langword="null"/> for nowhere.</param>
    public static void Use(ILoggerFactory? factory) => Volatile.Write(ref s_logger, factory?.CreateLogger(Category));

    /// <summary>Writes the line of a span that has stopped.</summary>
    public static void Write(Activity span)
    {
        if (Volatile.Read(ref s_logger) is not { } logger || !logger.IsEnabled(LogLevel.Information) ||
            span.GetTagItem(GenAIAttributes.OperationName) is not string operation)
        {
            return;
        }

        OperationEnded(
            logger,
            operation,
            (span.GetTagItem(GenAIAttributes.ToolName) ?? span.GetTagItem(GenAIAttributes.AgentName) ?? span.GetTagItem(GenAIAttributes.RequestModel)) as string,
            span.Status != ActivityStatusCode.Error,
            span.GetTagItem(ErrorAttributes.Type) as string,
            span.Duration.TotalMilliseconds,
            span.GetTagItem(GenAIAttributes.UsageInputTokens),
            span.GetTagItem(GenAIAttributes.UsageOutputTokens),
            span.GetTagItem(OtelGenAIAttributes.CostTotal),
            span.TraceId.ToHexString(),
            span.SpanId.ToHexString());
    }

    [LoggerMessage(
        EventId = 5101,
        EventName = "OperationEnded",
        Level = LogLevel.Information,
        Message = "{Operation} {Name} ok={Ok} {ErrorType} in {DurationMs} ms, {InputTokens} tokens in, {OutputTokens} out, {CostUsd} USD, trace {GenAITraceId} span {GenAISpanId}")]
    private static partial void OperationEnded(
        ILogger logger,
        string operation,
        string? name,
        bool ok,
        string? errorType,
        double durationMs,
        object? inputTokens,
        object? outputTokens,
        object? costUsd,
        string genAITraceId,
        string genAISpanId);
}
