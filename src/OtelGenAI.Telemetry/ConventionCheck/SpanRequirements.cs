using System.Diagnostics;
using OtelGenAI.Conventions;

namespace OtelGenAI.Telemetry.ConventionCheck;

/// <summary>Which definition of the conventions a span has to follow, and what that asks for.</summary>
internal static class SpanRequirements
{
    /// <summary>The condition of attributes that a span must have when it failed.</summary>
    public const string WhenFailed = "operation failed";

    /// <summary>The condition of ports that belong to an address.</summary>
    public const string WhenAddressed = "server.address present";

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
    /// <param name="provider"><c>gen_ai.provider.name</c>, or <see langword="null"/>.</param>
    /// <param name="isError">Whether it failed.</param>
    /// <param name="isAddressed">Whether it has <c>server.address</c>.</param>
    public static IEnumerable<string> Required(SpanDefinition definition, string? provider, bool isError, bool isAddressed)
    {
        var refinements = ConventionRegistry.SpanRefinements.Where(other => other.Refines == definition.Type && other.Provider is not null && other.Provider == provider);
        foreach (var requirement in ((SpanDefinition[])[definition, .. refinements]).SelectMany(span => span.Attributes))
        {
            var holds = requirement.Level switch
            {
                RequirementLevel.Required => true,
                RequirementLevel.ConditionallyRequired => (isError && requirement.Condition == WhenFailed) || (isAddressed && requirement.Condition == WhenAddressed),
                _ => false,
            };
            if (holds)
            {
                yield return requirement.Name;
            }
        }
    }

    private static bool IsMcp(SpanDefinition span) => span.Attributes.Any(attribute => attribute is { Name: McpAttributes.MethodName, Level: RequirementLevel.Required });

    // OTLP: https://github.com/open-telemetry/opentelemetry-proto/blob/v1.7.0/opentelemetry/proto/trace/v1/trace.proto, SpanKind
    private static ActivityKind ToActivityKind(int spanKind) => spanKind switch
    {
        2 => ActivityKind.Server,
        3 => ActivityKind.Client,
        4 => ActivityKind.Producer,
        5 => ActivityKind.Consumer,
        _ => ActivityKind.Internal,
    };
}
