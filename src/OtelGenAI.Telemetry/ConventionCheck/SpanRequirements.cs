using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.RegularExpressions;
using OtelGenAI.Conventions;

namespace OtelGenAI.Telemetry.ConventionCheck;

/// <summary>Which definition of the conventions a span has to follow, and what that asks for.</summary>
internal static partial class SpanRequirements
{
    // What a condition of the registry asks, where a span shows it; of the others ("known", "applicable") only its sender knows.
    private static readonly FrozenDictionary<string, Func<SpanNames, bool, bool>> Conditions = new Dictionary<string, Func<SpanNames, bool, bool>>
    {
        ["operation failed"] = (_, isError) => isError,
        ["server.address present"] = (span, _) => span.Has(ServerAttributes.Address),
        ["client.address present"] = (span, _) => span.Has(ClientAttributes.Address),
        ["streaming only; absent means not streaming"] = (span, _) => span.Has(GenAIAttributes.ResponseTimeToFirstChunk),
        ["tool operation"] = (span, _) => span.Text(McpAttributes.MethodName) == McpMethodNameValues.ToolsCall,
        ["prompt operation"] = (span, _) => span.Text(McpAttributes.MethodName) == McpMethodNameValues.PromptsGet,
        ["request carries a resource uri"] = (span, _) => span.Text(McpAttributes.MethodName)
            is McpMethodNameValues.ResourcesRead or McpMethodNameValues.ResourcesSubscribe or McpMethodNameValues.ResourcesUnsubscribe,
        ["JSON-RPC request (not notification)"] = (span, _) => span.Text(McpAttributes.MethodName)?.StartsWith(Notification, StringComparison.Ordinal) == false,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private const string Notification = "notifications/";

    /// <summary>The conditions that a span shows.</summary>
    public static IReadOnlyCollection<string> Decidable => Conditions.Keys;

    /// <summary>The definition of a span.</summary>
    /// <param name="operation"><c>gen_ai.operation.name</c>, or <see langword="null"/>.</param>
    /// <param name="isMcp">Whether it has <c>mcp.method.name</c>.</param>
    /// <param name="spanKind">OTLP number of its kind.</param>
    /// <returns><see langword="null"/> when none is for it.</returns>
    public static SpanDefinition? Find(string? operation, bool isMcp, int spanKind)
    {
        var kind = ToActivityKind(spanKind);
        if (isMcp && kind is ActivityKind.Client or ActivityKind.Server)
        {
            return ConventionRegistry.Spans.FirstOrDefault(span => IsMcp(span) && span.Kinds.Contains(kind));
        }

        if (operation is null)
        {
            return null;
        }

        SpanDefinition? first = null;
        foreach (var span in ConventionRegistry.Spans)
        {
            if (span.Refines is null && !IsMcp(span) && span.Operations.Contains(operation))
            {
                if (span.Kinds.Contains(kind))
                {
                    return span;
                }

                first ??= span;
            }
        }

        return first;
    }

    /// <summary>The attributes that a span must have.</summary>
    /// <param name="definition">Its definition.</param>
    /// <param name="span">What it has.</param>
    /// <param name="isError">Whether it failed.</param>
    public static IEnumerable<string> Required(SpanDefinition definition, SpanNames span, bool isError)
    {
        var refinements = ConventionRegistry.SpanRefinements.Where(other => other.Refines == definition.Type && other.Provider is not null && other.Provider == span.Provider);
        foreach (var requirement in ((SpanDefinition[])[definition, .. refinements]).SelectMany(one => one.Attributes))
        {
            var holds = requirement.Level switch
            {
                RequirementLevel.Required => true,
                RequirementLevel.ConditionallyRequired => requirement.Condition is { } condition && Conditions.TryGetValue(condition, out var asks) && asks(span, isError),
                _ => false,
            };
            if (holds)
            {
                yield return requirement.Name;
            }
        }
    }

    /// <summary>How a span with these attributes is named.</summary>
    /// <param name="definition">Its definition.</param>
    /// <param name="span">What it has.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The form that its name should have and has not, or <see langword="null"/>.</returns>
    public static string? MissedForm(SpanDefinition definition, SpanNames span, string name)
    {
        // Forms are in the order of preference; what special tools add to theirs is right too.
        var form = definition.NameFormats.FirstOrDefault(format => Fill(format, span) is not null);
        var others = ConventionRegistry.SpanRefinements.Where(other => other.Refines == definition.Type).SelectMany(other => other.NameFormats);
        return form is null || Fill(form, span) == name || others.Any(other => Fill(other, span) == name) ? null : form;
    }

    private static string? Fill(string format, SpanNames span)
    {
        var isFilled = true;
        var name = Placeholder().Replace(format, match =>
        {
            var value = span.Text(match.Groups[1].Value);
            isFilled &= value is not null;
            return value ?? "";
        });
        return isFilled ? name : null;
    }

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Placeholder();

    private static bool IsMcp(SpanDefinition span) => span.Attributes.Any(attribute => attribute is { Name: McpAttributes.MethodName, Level: RequirementLevel.Required });

    // OTLP: https://github.com/open-telemetry/opentelemetry-proto/blob/v1.7.0/opentelemetry/proto/trace/v1/trace.proto, SpanKind
    public static ActivityKind ToActivityKind(int spanKind) => spanKind switch
    {
        2 => ActivityKind.Server,
        3 => ActivityKind.Client,
        4 => ActivityKind.Producer,
        5 => ActivityKind.Consumer,
        _ => ActivityKind.Internal,
    };
}
