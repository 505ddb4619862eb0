using System.Runtime.CompilerServices;

namespace OtelGenAI.Http.Wire;

/// <summary>A stream whose bytes are shown to an observer after they passed.</summary>
/// <param name="inner">The real stream.</param>
/// <param name="observer">Who watches.</param>
/// <param name="ownsInner">Whether this stream is read by the application and closes with it; otherwise it is written and belongs to others.</param>
internal sealed class ObservedStream(Stream inner, BodyObserver observer, bool ownsInner) : Stream
{
    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override bool CanTimeout => inner.CanTimeout;

    public override int ReadTimeout
    {
        get => inner.ReadTimeout;
        set => inner.ReadTimeout = value;
    }

    public override int WriteTimeout
    {
        get => inner.WriteTimeout;
        set => inner.WriteTimeout = value;
    }

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = inner.Read(buffer);
        }
        catch (Exception exception)
        {
            observer.Fail(exception);
            throw;
        }

        Observe(buffer, count);
        return count;
    }

    // Not by way of the other: OpenAI's SDK reads so, and would pay for a task more with each piece.
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Task<int> reading;
        try
        {
            reading = inner.ReadAsync(buffer, offset, count, cancellationToken);
        }
        catch (Exception exception)
        {
            observer.Fail(exception);
            throw;
        }

        if (!reading.IsCompletedSuccessfully)
        {
            return ObserveAsync(reading, buffer.AsMemory(offset, count));
        }

        Observe(buffer.AsSpan(offset, count), reading);
        return reading;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask<int> reading;
        try
        {
            reading = inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception)
        {
            observer.Fail(exception);
            throw;
        }

        if (!reading.IsCompletedSuccessfully)
        {
            return ObserveAsync(reading, buffer);
        }

        var count = reading.Result;
        Observe(buffer.Span, count);
        return new ValueTask<int>(count);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        observer.Bytes(buffer);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await inner.WriteAsync(buffer, cancellationToken);
        observer.Bytes(buffer.Span);
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (ownsInner)
        {
            observer.Leave();
            await inner.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && ownsInner)
        {
            observer.Leave();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<int> ObserveAsync(Task<int> reading, Memory<byte> buffer)
    {
        int count;
        try
        {
            count = await reading;
        }
        catch (Exception exception)
        {
            observer.Fail(exception);
            throw;
        }

        Observe(buffer.Span, count);
        return count;
    }

    // A stream is read a thousand times: what waits for a piece is used again.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ObserveAsync(ValueTask<int> reading, Memory<byte> buffer)
    {
        int count;
        try
        {
            count = await reading;
        }
        catch (Exception exception)
        {
            observer.Fail(exception);
            throw;
        }

        Observe(buffer.Span, count);
        return count;
    }

    private void Observe(Span<byte> buffer, Task<int> completed) => Observe(buffer, completed.Result);

    // Nothing was read into a buffer that is not empty: that is the end of the stream. An empty buffer only waits for data.
    private void Observe(Span<byte> buffer, int count)
    {
        if (count > 0)
        {
            observer.Bytes(buffer[..count]);
        }
        else if (!buffer.IsEmpty)
        {
            observer.End();
        }
    }
}
