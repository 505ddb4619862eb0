using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>Numbers and hashes of the envelopes of one batch, worked out once per envelope instead of once per record.</summary>
internal sealed class BatchEnvelopes
{
    private long[] _resourceNumbers = [];
    private ulong[] _resourceHashes = [];
    private long[] _scopeNumbers = [];
    private ulong[] _scopeHashes = [];

    public void Read(TelemetryBatch batch, EnvelopeTable envelopes)
    {
        Grow(batch.Resources.Length, ref _resourceNumbers, ref _resourceHashes);
        Grow(batch.Scopes.Length, ref _scopeNumbers, ref _scopeHashes);
        for (var at = 0; at < batch.Resources.Length; at++)
        {
            var envelope = batch.Bytes(batch.Resources[at].Envelope);
            _resourceNumbers[at] = envelopes.Number(envelope, batch.ResourceColumns[at]);
            _resourceHashes[at] = ContentHash.Of(envelope);
        }

        for (var at = 0; at < batch.Scopes.Length; at++)
        {
            var envelope = batch.Bytes(batch.Scopes[at].Envelope);
            _scopeNumbers[at] = envelopes.Number(envelope, default);
            _scopeHashes[at] = ContentHash.Of(envelope);
        }
    }

    /// <summary>Number of a resource.</summary>
    public long Resource(int resourceIndex) => _resourceNumbers[resourceIndex];

    /// <summary>Number of a scope.</summary>
    public long Scope(int scopeIndex) => _scopeNumbers[scopeIndex];

    /// <summary>Hash of all of a record that is stored and given back: the message and both envelopes.</summary>
    public ulong ContentHashOf(ulong messageHash, int resourceIndex, int scopeIndex) => ContentHash.Combine(
        messageHash,
        ContentHash.Combine(_resourceHashes[resourceIndex], _scopeHashes[scopeIndex]));

    private static void Grow(int length, ref long[] numbers, ref ulong[] hashes)
    {
        if (numbers.Length < length)
        {
            numbers = new long[length];
            hashes = new ulong[length];
        }
    }
}
