using System.Collections.Concurrent;
using OtelGenAI.Conventions;

namespace OtelGenAI.Manual;

/// <summary>What a span of a named thing starts with, made once per name: starting an unsampled one then allocates nothing.</summary>
internal sealed class SpanTemplate
{
    // Names of tools and agents are few; if an application makes them up per call, they are not kept beyond this.
    private const int MaxKept = 512;

    private static readonly ConcurrentDictionary<(string Operation, string Name), SpanTemplate> s_kept = new();

    private SpanTemplate(string operation, string nameAttribute, string name)
    {
        SpanName = $"{operation} {name}";
        Tags = [new(GenAIAttributes.OperationName, operation), new(nameAttribute, name)];
    }

    public string SpanName { get; }

    /// <summary>Operation and name, which samplers see. The array is shared: nobody may change it.</summary>
    public KeyValuePair<string, object?>[] Tags { get; }

    public static SpanTemplate Of(string operation, string nameAttribute, string name)
    {
        if (s_kept.TryGetValue((operation, name), out var template))
        {
            return template;
        }

        template = new SpanTemplate(operation, nameAttribute, name);
        if (s_kept.Count < MaxKept)
        {
            s_kept.TryAdd((operation, name), template);
        }

        return template;
    }
}
