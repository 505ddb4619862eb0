using System.Diagnostics;
using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Conventions;
using OtelGenAI.Events;
using OtelGenAI.Invocations;
using OtelGenAI.Metrics;

namespace OtelGenAI.Tap;

/// <summary>Brings spans that SDKs record by themselves to the current conventions, where they differ and nothing is lost by it.</summary>
internal static class NativeSpans
{
    // Names of Anthropic's SDK; they are not in any registry.
    private const string AnthropicStopReason = "anthropic.message.stop_reason";

    /// <summary>Corrects names, types, doubled keys and leaked content. Call when the span has stopped and before it is exported.</summary>
    public static void Normalise(Activity activity, ContentPolicy policy)
    {
        // Of our own spans, others write only on those of tools: MCP's client, and function invocation of Microsoft.Extensions.AI with content.
        var isOwn = activity.Source.Name == GenAI.SourceName;
        if (isOwn && activity.GetTagItem(GenAIAttributes.OperationName) is not GenAIOperationNameValues.ExecuteTool)
        {
            return;
        }

        if (activity.GetTagItem(McpAttributes.MethodName) is not null)
        {
            NormaliseMcp(activity, policy);
        }

        if (policy.Redaction is not null)
        {
            Redact(activity, policy);
        }

        if (isOwn)
        {
            return;
        }

        if (activity.GetTagItem(GenAIAttributes.ProviderName) is null && activity.GetTagItem(DeprecatedAttributes.GenAISystem) is string system)
        {
            activity.SetTag(GenAIAttributes.ProviderName, CurrentProviderName(system));
        }

        NormaliseFinishReasons(activity);
        if (IsAnthropic(activity))
        {
            NormaliseAnthropic(activity);
        }
    }

    /// <summary>Records metrics for spans of libraries that have none.</summary>
    public static void RecordMissingMetrics(Activity activity)
    {
        if (!IsAnthropic(activity) || activity.GetTagItem(GenAIAttributes.OperationName) is not string operation)
        {
            return;
        }

        var errorType = activity.GetTagItem(ErrorAttributes.Type) as string;
        switch (operation)
        {
            case GenAIOperationNameValues.ExecuteTool when activity.GetTagItem(GenAIAttributes.ToolName) is string tool:
                InvocationMetrics.RecordTool(
                    tool, activity.GetTagItem(GenAIAttributes.ToolType) as string, Operations.FindAgentName(activity.Parent), activity.Duration, errorType);
                break;
            case GenAIOperationNameValues.InvokeAgent:
                InvocationMetrics.RecordAgent(
                    activity.GetTagItem(GenAIAttributes.AgentName) as string, activity.GetTagItem(GenAIAttributes.RequestModel) as string, activity.Duration, errorType);
                AgentRun.EndNative(activity);
                break;
            default:
                if (InvocationMetrics.IsModelCallEnabled && Operations.IsModelCall(operation))
                {
                    InvocationMetrics.RecordModelCall(FactsOf(activity, operation), activity.Duration, errorType);
                }

                break;
        }
    }

    /// <summary>Counts a call of an agent that its SDK recorded.</summary>
    public static void CountCall(Activity activity)
    {
        if (activity.Source.Name != GenAI.SourceName && activity.GetTagItem(GenAIAttributes.OperationName) is string operation)
        {
            AgentRun.CountNative(activity, operation);
        }
    }

    /// <summary>Tells the event of a model call that its SDK recorded, if events are wanted.</summary>
    public static void EmitMissingEvent(Activity activity, ContentPolicy policy)
    {
        if (policy.EmitsDetails && activity.Source.Name != GenAI.SourceName &&
            Operations.IsModelCall(activity.GetTagItem(GenAIAttributes.OperationName) as string))
        {
            InferenceEvents.EmitDetails(activity, InferenceEvents.ContentKeptFor(activity), policy);
        }
    }

    private static InvocationFacts FactsOf(Activity activity, string operation) => new()
    {
        Target = new InvocationTarget(
            operation,
            activity.GetTagItem(GenAIAttributes.ProviderName) as string,
            activity.GetTagItem(ServerAttributes.Address) as string,
            (int?)IntegerOf(activity, ServerAttributes.Port)),
        RequestModel = activity.GetTagItem(GenAIAttributes.RequestModel) as string,
        ResponseModel = activity.GetTagItem(GenAIAttributes.ResponseModel) as string,
        TimeToFirstChunk = activity.GetTagItem(GenAIAttributes.ResponseTimeToFirstChunk) is double seconds ? TimeSpan.FromSeconds(seconds) : null,
        Usage = new GenAIUsage(IntegerOf(activity, GenAIAttributes.UsageInputTokens), IntegerOf(activity, GenAIAttributes.UsageOutputTokens))
        {
            CacheReadInputTokens = IntegerOf(activity, GenAIAttributes.UsageCacheReadInputTokens),
            CacheWriteInputTokens = IntegerOf(activity, GenAIAttributes.UsageCacheWriteInputTokens),
            ReasoningOutputTokens = IntegerOf(activity, GenAIAttributes.UsageReasoningOutputTokens),
        },
    };

    private static bool IsAnthropic(Activity activity) => activity.Source.Name.StartsWith(GenAISources.Anthropic, StringComparison.Ordinal);

    private static void NormaliseMcp(Activity activity, ContentPolicy policy)
    {
        // The MCP client adds its tags to an execute_tool span around it without looking, and so writes the operation twice.
        RemoveSecond(activity, GenAIAttributes.OperationName);
        RemoveSecond(activity, GenAIAttributes.ToolName);

        // The description of a failed tool call is the tool's answer.
        if (activity.Status == ActivityStatusCode.Error && activity.StatusDescription is not null && !policy.Allows(GenAIContentKinds.ToolResults))
        {
            activity.SetStatus(ActivityStatusCode.Error, activity.GetTagItem(ErrorAttributes.Type) as string);
        }
    }

    private static void Redact(Activity activity, ContentPolicy policy)
    {
        List<KeyValuePair<string, string?>>? redacted = null;
        foreach (var (key, value) in activity.EnumerateTagObjects())
        {
            if (value is string text && ContentAttributes.TryGetKind(key, out _))
            {
                (redacted ??= []).Add(new(key, ContentAttributes.Redacted(key, text, policy)));
            }
        }

        foreach (var (key, value) in redacted ?? [])
        {
            activity.SetTag(key, value);
        }

        if (activity.StatusDescription is { Length: > 0 } description)
        {
            activity.SetStatus(activity.Status, policy.Redaction!.ApplyToJson(GenAIContentKinds.None, description));
        }
    }

    private static void RemoveSecond(Activity activity, string key)
    {
        var count = 0;
        object? value = null;
        foreach (var (tagKey, tagValue) in activity.EnumerateTagObjects())
        {
            if (tagKey == key)
            {
                count++;
                value = tagValue;
            }
        }

        if (count < 2)
        {
            return;
        }

        for (; count > 0; count--)
        {
            activity.SetTag(key, null);
        }

        activity.SetTag(key, value);
    }

    // Microsoft.Extensions.AI writes ["stop"] as one string.
    private static void NormaliseFinishReasons(Activity activity)
    {
        if (activity.GetTagItem(GenAIAttributes.ResponseFinishReasons) is not string text || text is not ['[', ..])
        {
            return;
        }

        try
        {
            using var reasons = JsonDocument.Parse(text);
            activity.SetTag(GenAIAttributes.ResponseFinishReasons, reasons.RootElement.EnumerateArray().Select(static reason => reason.ToString()).ToArray());
        }
        catch (JsonException)
        {
            // Not what it looked like; it stays as it came.
        }
    }

    private static void NormaliseAnthropic(Activity activity)
    {
        if (activity.GetTagItem(GenAIAttributes.OperationName) is not string operation)
        {
            return;
        }

        var subject = operation switch
        {
            GenAIOperationNameValues.ExecuteTool => GenAIAttributes.ToolName,
            GenAIOperationNameValues.InvokeAgent => GenAIAttributes.AgentName,
            _ when Operations.IsModelCall(operation) => GenAIAttributes.RequestModel,
            _ => null,
        };
        if (subject is not null)
        {
            activity.DisplayName = activity.GetTagItem(subject) is string name ? $"{operation} {name}" : operation;
        }

        if (Operations.IsModelCall(operation) && activity.GetTagItem(GenAIAttributes.ResponseFinishReasons) is null &&
            activity.GetTagItem(AnthropicStopReason) is string stopReason)
        {
            activity.SetTag(GenAIAttributes.ResponseFinishReasons, new[] { stopReason });
        }
    }

    private static string CurrentProviderName(string system)
    {
        foreach (var rename in ConventionRegistry.ValueRenames)
        {
            if (rename.AttributeName == DeprecatedAttributes.GenAISystem && rename.OldValue == system)
            {
                return rename.NewValue;
            }
        }

        return system;
    }

    private static long? IntegerOf(Activity activity, string key) => activity.GetTagItem(key) switch
    {
        long value => value,
        int value => value,
        _ => null,
    };
}
