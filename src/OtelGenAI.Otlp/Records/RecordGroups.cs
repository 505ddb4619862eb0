using System.Runtime.InteropServices;

namespace OtelGenAI.Otlp.Records;

/// <summary>Puts records with equal envelopes together, in the order in which the envelopes first occur.</summary>
internal static class RecordGroups
{
    /// <summary>Groups by resource, then by scope.</summary>
    public static List<ResourceGroup> Of(IEnumerable<OtlpRecordParts> records)
    {
        List<ResourceGroup> resources = [];
        Dictionary<ReadOnlyMemory<byte>, ResourceGroup> byEnvelope = new(ContentComparer.Instance);
        foreach (var record in records)
        {
            ref var resource = ref CollectionsMarshal.GetValueRefOrAddDefault(byEnvelope, record.ResourceEnvelope, out _);
            if (resource is null)
            {
                resource = new ResourceGroup(record.ResourceEnvelope);
                resources.Add(resource);
            }

            resource.Add(record);
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

    /// <summary>Records of one resource.</summary>
    internal sealed class ResourceGroup(ReadOnlyMemory<byte> envelope)
    {
        private readonly Dictionary<ReadOnlyMemory<byte>, ScopeGroup> _byEnvelope = new(ContentComparer.Instance);

        /// <summary>The <c>ResourceSpans</c> or <c>ResourceLogs</c> message without its scopes.</summary>
        public ReadOnlyMemory<byte> Envelope { get; } = envelope;

        /// <summary>Its scopes.</summary>
        public List<ScopeGroup> Scopes { get; } = [];

        /// <summary>Adds a record of this resource.</summary>
        public void Add(OtlpRecordParts record)
        {
            ref var scope = ref CollectionsMarshal.GetValueRefOrAddDefault(_byEnvelope, record.ScopeEnvelope, out _);
            if (scope is null)
            {
                scope = new ScopeGroup(record.ScopeEnvelope, []);
                Scopes.Add(scope);
            }

            scope.Records.Add(record);
        }
    }

    /// <summary>Records of one scope.</summary>
    /// <param name="Envelope">The <c>ScopeSpans</c> or <c>ScopeLogs</c> message without its records.</param>
    /// <param name="Records">Its records.</param>
    internal sealed record ScopeGroup(ReadOnlyMemory<byte> Envelope, List<OtlpRecordParts> Records);
}
