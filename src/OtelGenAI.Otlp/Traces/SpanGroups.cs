using System.Runtime.InteropServices;

namespace OtelGenAI.Otlp.Traces;

/// <summary>Puts spans with equal envelopes together, in the order in which the envelopes first occur.</summary>
internal static class SpanGroups
{
    /// <summary>Groups by resource, then by scope.</summary>
    public static List<ResourceGroup> Of(IEnumerable<OtlpSpanParts> spans)
    {
        List<ResourceGroup> resources = [];
        Dictionary<ReadOnlyMemory<byte>, ResourceGroup> byEnvelope = new(ContentComparer.Instance);
        foreach (var span in spans)
        {
            ref var resource = ref CollectionsMarshal.GetValueRefOrAddDefault(byEnvelope, span.ResourceEnvelope, out _);
            if (resource is null)
            {
                resource = new ResourceGroup(span.ResourceEnvelope);
                resources.Add(resource);
            }

            resource.Add(span);
        }

        return resources;
    }

    private sealed class ContentComparer : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public static ContentComparer Instance { get; } = new();

        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(obj.Span);
            return hash.ToHashCode();
        }
    }

    /// <summary>Spans of one resource.</summary>
    internal sealed class ResourceGroup(ReadOnlyMemory<byte> envelope)
    {
        private readonly Dictionary<ReadOnlyMemory<byte>, ScopeGroup> _byEnvelope = new(ContentComparer.Instance);

        /// <summary>The <c>ResourceSpans</c> message without its scopes.</summary>
        public ReadOnlyMemory<byte> Envelope { get; } = envelope;

        /// <summary>Its scopes.</summary>
        public List<ScopeGroup> Scopes { get; } = [];

        /// <summary>Adds a span of this resource.</summary>
        public void Add(OtlpSpanParts span)
        {
            ref var scope = ref CollectionsMarshal.GetValueRefOrAddDefault(_byEnvelope, span.ScopeEnvelope, out _);
            if (scope is null)
            {
                scope = new ScopeGroup(span.ScopeEnvelope, []);
                Scopes.Add(scope);
            }

            scope.Spans.Add(span);
        }
    }

    /// <summary>Spans of one scope.</summary>
    /// <param name="Envelope">The <c>ScopeSpans</c> message without its spans.</param>
    /// <param name="Spans">Its spans.</param>
    internal sealed record ScopeGroup(ReadOnlyMemory<byte> Envelope, List<OtlpSpanParts> Spans);
}
