using System.Collections.Concurrent;
using OtelGenAI.Conventions;

namespace OtelGenAI.Invocations;

/// <summary>What is called: known before the first byte is sent, so samplers see it.</summary>
/// <param name="Operation">Value of <c>gen_ai.operation.name</c>.</param>
/// <param name="Provider">Value of <c>gen_ai.provider.name</c>.</param>
/// <param name="ServerAddress">Host, when known.</param>
/// <param name="ServerPort">Port, when known.</param>
internal sealed record InvocationTarget(string Operation, string? Provider, string? ServerAddress = null, int? ServerPort = null)
{
    // An application calls few servers; if it makes up their names per call, they are not kept beyond this.
    private const int MaxKept = 512;

    private static readonly ConcurrentDictionary<(string Operation, string Provider, string Host, int Port), InvocationTarget> s_kept = new();

    private KeyValuePair<string, object?>[]? _startTags;

    /// <summary>The target of a request, made once per server.</summary>
    public static InvocationTarget Of(string operation, string provider, string host, int port)
    {
        if (s_kept.TryGetValue((operation, provider, host, port), out var kept))
        {
            return kept;
        }

        var target = new InvocationTarget(operation, provider, host, port);
        if (s_kept.Count < MaxKept)
        {
            s_kept.TryAdd((operation, provider, host, port), target);
        }

        return target;
    }

    /// <summary>The tags a span of this target starts with. The array may be shared: nobody may change it.</summary>
    public KeyValuePair<string, object?>[] StartTags() => _startTags ??= MakeStartTags(model: null);

    /// <summary>The same with the model, where it is known as early.</summary>
    public KeyValuePair<string, object?>[] StartTags(string? model) => model is null ? StartTags() : MakeStartTags(model);

    private KeyValuePair<string, object?>[] MakeStartTags(string? model)
    {
        var tags = new List<KeyValuePair<string, object?>>(capacity: 5) { new(GenAIAttributes.OperationName, Operation) };
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
            tags.Add(new(ServerAttributes.Port, (long)port));
        }

        return [.. tags];
    }
}
