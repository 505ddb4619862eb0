using System.Buffers;
using OtelGenAI.Pricing;
using OtelGenAI.Storage.Sqlite.Packing;
using OtelGenAI.Telemetry.Pricing;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>What can be said of a batch before its turn comes: hashes and pieces of its messages, costs of its calls.</summary>
/// <remarks>Made by the caller's thread, so that the tenant's only writer has less to do. Not thread-safe.</remarks>
internal sealed class PreparedBatch : IDisposable
{
    // Names of models and providers, which are few.
    [ThreadStatic]
    private static Utf8StringPool? t_names;

    private readonly PriceBook _prices;
    private readonly MessagePieces _pieces;
    private PicoUsd?[] _costs;
    private ulong[] _hashes;

    /// <summary>Prepares a batch.</summary>
    public PreparedBatch(TelemetryBatch batch, PieceHash pieceHash, PriceBook prices)
    {
        var names = t_names ??= new Utf8StringPool(maxStrings: 1_024);
        _prices = prices;
        _costs = ArrayPool<PicoUsd?>.Shared.Rent(batch.Spans.Length);
        _pieces = new MessagePieces(pieceHash);
        _hashes = ArrayPool<ulong>.Shared.Rent(batch.RecordCount);
        var at = 0;
        foreach (ref readonly var span in batch.Spans)
        {
            _costs[at] = SpanPricing.CostOf(batch, at, names, prices);
            var message = batch.Bytes(span.Message);
            _hashes[at++] = ContentHash.Of(message);
            _pieces.Cut(message);
        }

        SpanHashes = at;
        foreach (ref readonly var log in batch.Logs)
        {
            var message = batch.Bytes(log.Message);
            _hashes[at++] = ContentHash.Of(message);
            _pieces.Cut(message);
        }
    }

    private int SpanHashes { get; }

    /// <summary>Pieces of a span's message.</summary>
    public ReadOnlySpan<MessagePiece> PiecesOfSpan(int spanIndex) => _pieces[spanIndex];

    /// <summary>Pieces of a log record's message.</summary>
    public ReadOnlySpan<MessagePiece> PiecesOfLog(int logIndex) => _pieces[SpanHashes + logIndex];

    /// <summary>Hash of a span's message.</summary>
    public ulong SpanHash(int spanIndex) => _hashes[spanIndex];

    /// <summary>What a span cost, when it is a call that has a price; <see langword="false"/> when it was worked out with other prices.</summary>
    public bool TryGetCost(int spanIndex, PriceBook prices, out PicoUsd? cost)
    {
        cost = _costs[spanIndex];
        return ReferenceEquals(prices, _prices);
    }

    /// <summary>Hash of a log record's message.</summary>
    public ulong LogHash(int logIndex) => _hashes[SpanHashes + logIndex];

    public void Dispose()
    {
        _pieces.Dispose();
        if (_hashes.Length > 0)
        {
            ArrayPool<ulong>.Shared.Return(_hashes);
            ArrayPool<PicoUsd?>.Shared.Return(_costs);
            (_hashes, _costs) = ([], []);
        }
    }
}
