using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OtelGenAI.Telemetry.Records;
using ValueType = OtelGenAI.Telemetry.Records.ValueType;

namespace OtelGenAI.Storage.Metrics;

/// <summary>Works out which series a data point belongs to.</summary>
/// <remarks>
/// The digests are stored: they may not change while the schema version stays. Description and unit are part of the identity, because
/// they are stored once per series; attributes count in any order. Not thread-safe.
/// </remarks>
internal sealed class MetricSeriesIdentity : IDisposable
{
    private const int DigestBytes = 16;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<int> _sorted = [];

    /// <summary>Hash of all that the points of a metric have in common: a first half of <see cref="QuickHash"/>.</summary>
    public static ulong HashOf(TelemetryBatch batch, in MetricRow metric)
    {
        var hash = ContentHash.Combine(ContentHash.Of(batch.Bytes(metric.Envelope)), (ulong)metric.Kind);
        hash = ContentHash.Combine(hash, ContentHash.Of(batch.Bytes(metric.DataEnvelope)));
        hash = ContentHash.Combine(hash, ContentHash.Of(batch.Bytes(batch.Resources[metric.ResourceIndex].Envelope)));
        return ContentHash.Combine(hash, ContentHash.Of(batch.Bytes(batch.Scopes[metric.ScopeIndex].Envelope)));
    }

    /// <summary>A hash that points of one series share as long as their client writes attributes in one order: to find it again quickly.</summary>
    public static ulong QuickHash(TelemetryBatch batch, ulong metricHash, in DataPointRow point)
    {
        var hash = metricHash;
        foreach (ref readonly var attribute in batch.Attributes.Slice(point.Attributes.First, point.Attributes.Count))
        {
            hash = ContentHash.Combine(hash, ContentHash.Of(batch.Bytes(attribute.Key)));
            hash = HashValue(batch, hash, attribute);
        }

        return hash;
    }

    /// <summary>The identity.</summary>
    public MetricSeriesId IdOf(TelemetryBatch batch, in DataPointRow point)
    {
        ref readonly var metric = ref batch.Metrics.Metrics[point.MetricIndex];
        Append(batch.Bytes(metric.Envelope));
        AppendNumber((int)metric.Kind);
        Append(batch.Bytes(metric.DataEnvelope));
        Append(batch.Bytes(batch.Resources[metric.ResourceIndex].Envelope));
        Append(batch.Bytes(batch.Scopes[metric.ScopeIndex].Envelope));
        Sort(batch, point.Attributes);
        foreach (var index in _sorted)
        {
            ref readonly var attribute = ref batch.Attributes[index];
            Append(batch.Bytes(attribute.Key));
            AppendNumber(unchecked((long)HashValue(batch, hash: 0, attribute)));
            Append(batch.Bytes(attribute.Text));
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(digest);
        return new MetricSeriesId(BinaryPrimitives.ReadUInt128BigEndian(digest[..DigestBytes]));
    }

    public void Dispose() => _hash.Dispose();

    private void Sort(TelemetryBatch batch, RowRange attributes)
    {
        _sorted.Clear();
        for (var index = attributes.First; index < attributes.First + attributes.Count; index++)
        {
            _sorted.Add(index);
        }

        // Keys that occur twice keep their order: the list is short, and an insertion sort is stable.
        var sorted = CollectionsMarshal.AsSpan(_sorted);
        for (var at = 1; at < sorted.Length; at++)
        {
            var moving = sorted[at];
            var to = at;
            for (; to > 0 && KeyOf(batch, sorted[to - 1]).SequenceCompareTo(KeyOf(batch, moving)) > 0; to--)
            {
                sorted[to] = sorted[to - 1];
            }

            sorted[to] = moving;
        }
    }

    private static ReadOnlySpan<byte> KeyOf(TelemetryBatch batch, int index) => batch.Bytes(batch.Attributes[index].Key);

    private static ulong HashValue(TelemetryBatch batch, ulong hash, in ValueRow value)
    {
        hash = ContentHash.Combine(hash, (ulong)value.Type);
        hash = ContentHash.Combine(hash, (ulong)value.Bits);
        hash = value.Text.IsEmpty ? hash : ContentHash.Combine(hash, ContentHash.Of(batch.Bytes(value.Text)));
        if (value.Type is not (ValueType.Array or ValueType.KeyValueList))
        {
            return hash;
        }

        foreach (ref readonly var child in batch.NestedValues.Slice(value.Children.First, value.Children.Count))
        {
            hash = ContentHash.Combine(hash, ContentHash.Of(batch.Bytes(child.Key)));
            hash = HashValue(batch, hash, child);
        }

        return hash;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        AppendNumber(bytes.Length);
        _hash.AppendData(bytes);
    }

    private void AppendNumber(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }
}
