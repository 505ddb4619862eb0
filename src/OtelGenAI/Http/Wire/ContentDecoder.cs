using System.IO.Compression;

namespace OtelGenAI.Http.Wire;

/// <summary>Decompresses a response as its bytes pass by, for diagnostics see it before HttpClient's own decompression.</summary>
internal sealed class ContentDecoder : IDisposable
{
    private readonly PushedBytes _compressed = new();
    private readonly Stream _plain;
    private readonly BytesReceived _received;
    private readonly byte[] _chunk = new byte[4096];

    private ContentDecoder(Func<Stream, Stream> decompress, BytesReceived received)
    {
        _plain = decompress(_compressed);
        _received = received;
    }

    /// <summary>Makes a decoder for a <c>Content-Encoding</c>.</summary>
    /// <param name="encoding">The header's value.</param>
    /// <param name="received">Gets the plain bytes.</param>
    /// <returns><see langword="null"/> for an encoding this runtime cannot read.</returns>
    public static ContentDecoder? Create(string encoding, BytesReceived received) => encoding.ToUpperInvariant() switch
    {
        "GZIP" or "X-GZIP" => new ContentDecoder(static source => new GZipStream(source, CompressionMode.Decompress), received),
        "BR" => new ContentDecoder(static source => new BrotliStream(source, CompressionMode.Decompress), received),
        "DEFLATE" => new ContentDecoder(static source => new ZLibStream(source, CompressionMode.Decompress), received),
        _ => null,
    };

    /// <summary>Takes the next compressed bytes, cut anywhere.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _compressed.Push(bytes);
        for (var count = _plain.Read(_chunk); count > 0; count = _plain.Read(_chunk))
        {
            _received(_chunk.AsSpan(0, count));
        }
    }

    public void Dispose()
    {
        _plain.Dispose();
        _compressed.Dispose();
    }

    /// <summary>A stream that ends for now when it is empty: the decompressors of .NET ask again (measured on .NET 10 with slices of 7 bytes).</summary>
    private sealed class PushedBytes : Stream
    {
        private byte[] _pending = [];
        private int _offset;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public void Push(ReadOnlySpan<byte> bytes)
        {
            _pending = [.. _pending.AsSpan(_offset), .. bytes];
            _offset = 0;
        }

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, _pending.Length - _offset);
            _pending.AsSpan(_offset, count).CopyTo(buffer);
            _offset += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
