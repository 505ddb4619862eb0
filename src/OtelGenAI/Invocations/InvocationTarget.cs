using OtelGenAI.Conventions;

namespace OtelGenAI.Invocations;

/// <summary>What is called: known before the first byte is sent, so samplers see it.</summary>
/// <param name="Operation">Value of <c>gen_ai.operation.name</c>.</param>
/// <param name="Provider">Value of <c>gen_ai.provider.name</c>.</param>
/// <param name="ServerAddress">Host, when known.</param>
/// <param name="ServerPort">Port, when known.</param>
internal sealed record InvocationTarget(string Operation, string? Provider, string? ServerAddress = null, int? ServerPort = null)
{
    private static readonly object s_port443 = 443L;

    /// <summary>The tags a span of this target starts with.</summary>
    public IEnumerable<KeyValuePair<string, object?>> StartTags(string? model = null)
    {
        var tags = new List<KeyValuePair<string, object?>>(capacity: 5)
        {
            new(GenAIAttributes.OperationName, Operation),
        };
        if (Provider is not null)
        {
            tags.Add(new(GenAIAttributes.ProviderName, Provider));
        }

        if (model is not null)
        {
            tags.Add(new(GenAIAttributes.RequestModel, model));
        }

        if (ServerAddress is not null)
        {
            tags.Add(new(ServerAttributes.Address, ServerAddress));
        }

        if (ServerPort is { } port)
        {
            tags.Add(new(ServerAttributes.Port, port == 443 ? s_port443 : (long)port));
        }

        return tags;
    }
}
