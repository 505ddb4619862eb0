using System.Buffers;
using OtelGenAI.Storage.Sqlite.Packing;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>What can be said of a batch before its turn comes: hashes and pieces of its messages.</summary>
/// <remarks>Made by the caller's thread, so that the tenant's only writer has less to do. Not thread-safe.</remarks>
internal sealed class PreparedBatch : IDisposable
{
    private ulong[] _hashes;

    /// <summary>Prepares a batch.</summary>
    public PreparedBatch(TelemetryBatch batch, PieceHash pieceHash)
    {
        Pieces = new MessagePieces(pieceHash);
        _hashes = ArrayPool<ulong>.Shared.Rent(batch.RecordCount);
        var at = 0;
        foreach (ref readonly var span in batch.Spans)
        {
            var message = batch.Bytes(span.Message);
            _hashes[at++] = ContentHash.Of(message);
            Pieces.Cut(message);
        }

        SpanHashes = at;
        foreach (ref readonly var log in batch.Logs)
        {
            _hashes[at++] = ContentHash.Of(batch.Bytes(log.Message));
        }
    }

    private int SpanHashes { get; }

    /// <summary>Pieces of the messages of the spans.</summary>
    public MessagePieces Pieces { get; }

    /// <summary>Hash of a span's message.</summary>
    public ulong SpanHash(int spanIndex) => _hashes[spanIndex];

    /// <summary>Hash of a log record's message.</summary>
    public ulong LogHash(int logIndex) => _hashes[SpanHashes + logIndex];

    public void Dispose()
    {
        Pieces.Dispose();
        if (_hashes.Length > 0)
        {
            ArrayPool<ulong>.Shared.Return(_hashes);
            _hashes = [];
        }
    }
}
