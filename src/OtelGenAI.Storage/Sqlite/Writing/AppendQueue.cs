using System.Threading.Channels;

namespace OtelGenAI.Storage.Sqlite.Writing;

/// <summary>The batches that wait for a tenant's writer: bounded by count and by bytes. Many threads add, one takes.</summary>
/// <typeparam name="TAppend">What waits.</typeparam>
/// <param name="tenant">Whose; for messages.</param>
/// <param name="maxBatches">Most batches.</param>
/// <param name="maxBytes">Most bytes of payload; one batch that is larger is taken when nothing waits.</param>
internal sealed class AppendQueue<TAppend>(string tenant, int maxBatches, long maxBytes)
    where TAppend : class, IPendingAppend
{
    // Longer than a commit takes, shorter than a client's first retry.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _counting = new();
    private readonly Channel<TAppend?> _channel =
        Channel.CreateUnbounded<TAppend?>(new UnboundedChannelOptions { SingleReader = true });

    private int _batches;
    private long _bytes;
    private long _records;

    /// <summary>Records that wait or are being written.</summary>
    public long Records => Interlocked.Read(ref _records);

    /// <summary>Batches that wait, are being written, or are not on the disk yet.</summary>
    public int Batches => Volatile.Read(ref _batches);

    /// <summary>Whether batches wait that nobody has taken.</summary>
    public bool HasMore => _channel.Reader.TryPeek(out var next) && next is not null;

    /// <summary>Adds a batch.</summary>
    /// <exception cref="StoreUnavailableException">The queue is full.</exception>
    /// <exception cref="ObjectDisposedException">The store was closed.</exception>
    public void Add(TAppend append)
    {
        lock (_counting)
        {
            ThrowIfFull(append);
            ObjectDisposedException.ThrowIf(!_channel.Writer.TryWrite(append), this);
            _batches++;
            _bytes += append.Bytes;
            _records += append.Records;
        }
    }

    /// <summary>Says that a batch would be refused.</summary>
    /// <exception cref="StoreUnavailableException">The queue is full.</exception>
    public void ThrowIfFull(TAppend append)
    {
        lock (_counting)
        {
            if (_batches >= maxBatches || (_batches > 0 && _bytes + append.Bytes > maxBytes))
            {
                throw new StoreUnavailableException(
                    $"The queue of tenant {tenant} is full: {_batches} of {maxBatches} batches, {_bytes} of {maxBytes} bytes. Send again later.")
                {
                    RetryAfter = RetryAfter,
                };
            }
        }
    }

    /// <summary>Makes <see cref="WaitAsync"/> return although there is nothing to write.</summary>
    public void Wake() => _channel.Writer.TryWrite(null);

    /// <summary>Takes no more; what is in it can still be taken.</summary>
    public void Close() => _channel.Writer.TryComplete();

    /// <summary>Waits until there is something to take, or somebody has woken the writer.</summary>
    /// <returns><see langword="false"/> once it is closed and empty.</returns>
    public ValueTask<bool> WaitAsync() => _channel.Reader.WaitToReadAsync();

    /// <summary>Takes everything that waits, until there are enough records for a commit. Batches whose callers have left are left out.</summary>
    public void Take(List<TAppend> group, int maxRecords)
    {
        var records = 0;
        while ((group.Count == 0 || records < maxRecords) && _channel.Reader.TryPeek(out var next))
        {
            if (next is not null && group.Count > 0 && records + next.Records > maxRecords)
            {
                return;
            }

            _ = _channel.Reader.TryRead(out _);
            if (next is null)
            {
                continue;
            }

            if (next.TryTake())
            {
                records += next.Records;
                group.Add(next);
            }
            else
            {
                Release(next);
            }
        }
    }

    /// <summary>Makes room: the batch was written, or refused, or its caller has left.</summary>
    public void Release(TAppend append)
    {
        lock (_counting)
        {
            _batches--;
            _bytes -= append.Bytes;
            _records -= append.Records;
        }
    }
}
