using System.Runtime.InteropServices;
using System.Text;

namespace OtelGenAI.Storage.Sqlite.Native;

/// <summary>A prepared statement: bind, step, read, reset.</summary>
/// <remarks>
/// Bound bytes are copied to memory of the statement's own, so that SQLite neither copies them again nor needs them pinned. They
/// live until <see cref="Reset"/>.
/// </remarks>
internal sealed unsafe class SqliteStatement(SqliteConnection connection, nint handle) : IDisposable
{
    private const int FirstBlockBytes = 4 * 1024;

    // One 64 MB payload must not pin 64 MB for as long as the connection lives.
    private const int KeptBlockBytes = 512 * 1024;

    private readonly List<(nint Address, int Length)> _fullBlocks = [];
    private byte* _block;
    private int _blockLength;
    private int _used;
    private nint _handle = handle;

    /// <summary>Binds a number.</summary>
    public void Bind(int index, long value) => Check(SqliteNative.BindInt64(_handle, index, value));

    /// <summary>Binds a number, or NULL.</summary>
    public void Bind(int index, long? value)
    {
        if (value is { } number)
        {
            Bind(index, number);
        }
        else
        {
            BindNull(index);
        }
    }

    /// <summary>Binds a number, or NULL.</summary>
    public void Bind(int index, double? value) =>
        Check(value is { } number ? SqliteNative.BindDouble(_handle, index, number) : SqliteNative.BindNull(_handle, index));

    /// <summary>Binds NULL.</summary>
    public void BindNull(int index) => Check(SqliteNative.BindNull(_handle, index));

    /// <summary>Binds UTF-8 text; an empty one as NULL.</summary>
    public void BindText(int index, ReadOnlySpan<byte> text)
    {
        Check(text.IsEmpty
            ? SqliteNative.BindNull(_handle, index)
            : SqliteNative.BindText(_handle, index, Keep(text), text.Length, destructor: 0));
    }

    /// <summary>Binds text; <see langword="null"/> and an empty one as NULL.</summary>
    public void BindText(int index, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            BindNull(index);
            return;
        }

        var room = Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, new Span<byte>(room, _blockLength - _used));
        _used += length;
        Check(SqliteNative.BindText(_handle, index, room, length, destructor: 0));
    }

    /// <summary>Binds bytes; none of them as an empty blob.</summary>
    public void BindBlob(int index, ReadOnlySpan<byte> bytes) =>
        Check(SqliteNative.BindBlob(_handle, index, Keep(bytes), bytes.Length, destructor: 0));

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Step()
    {
        var result = SqliteNative.Step(_handle);
        return result switch
        {
            (int)SqliteResult.Row => true,
            (int)SqliteResult.Done => false,
            _ => throw connection.Failure(result),
        };
    }

    /// <summary>Runs to the end, and resets whether or not that worked.</summary>
    public void Run()
    {
        try
        {
            while (Step())
            {
            }
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Makes it ready for the next run, and frees what was bound.</summary>
    public void Reset()
    {
        _ = SqliteNative.Reset(_handle);
        foreach (var (address, _) in _fullBlocks)
        {
            NativeMemory.Free((void*)address);
        }

        _fullBlocks.Clear();
        if (_blockLength > KeptBlockBytes)
        {
            FreeBlock();
        }

        _used = 0;
    }

    /// <summary>Whether a column is NULL.</summary>
    public bool IsNull(int column) => SqliteNative.ColumnType(_handle, column) == 5;

    /// <summary>Whether a column is an integer.</summary>
    public bool IsInteger(int column) => SqliteNative.ColumnType(_handle, column) == 1;

    /// <summary>A number; 0 for NULL.</summary>
    public long Int64(int column) => SqliteNative.ColumnInt64(_handle, column);

    /// <summary>A number, or <see langword="null"/>.</summary>
    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    /// <summary>A number, or <see langword="null"/>.</summary>
    public double? DoubleOrNull(int column) => IsNull(column) ? null : SqliteNative.ColumnDouble(_handle, column);

    /// <summary>A text, or <see langword="null"/>; invalid UTF-8 becomes U+FFFD.</summary>
    public string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(Bytes(column));

    /// <summary>The bytes of a blob or text; valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column)
    {
        var bytes = SqliteNative.ColumnBlob(_handle, column);
        return new ReadOnlySpan<byte>(bytes, bytes is null ? 0 : SqliteNative.ColumnBytes(_handle, column));
    }

    public void Dispose()
    {
        if (_handle != 0)
        {
            Reset();
            FreeBlock();
            _ = SqliteNative.Finalize(_handle);
            _handle = 0;
        }
    }

    // A text or blob over SQLite's limit of 1 GB is refused here; it must not become a silent NULL.
    private void Check(int result)
    {
        if (result != (int)SqliteResult.Ok)
        {
            throw connection.Failure(result);
        }
    }

    private byte* Keep(ReadOnlySpan<byte> bytes)
    {
        var room = Room(bytes.Length);
        bytes.CopyTo(new Span<byte>(room, bytes.Length));
        _used += bytes.Length;
        return room;
    }

    private byte* Room(int length)
    {
        if (_block is null || _blockLength - _used < length)
        {
            if (_block is not null)
            {
                // Bytes already bound stay where they are until the reset.
                _fullBlocks.Add(((nint)_block, _blockLength));
            }

            _blockLength = Math.Max(Math.Max(FirstBlockBytes, _blockLength * 2), length);
            _block = (byte*)NativeMemory.Alloc((nuint)_blockLength);
            _used = 0;
        }

        return _block + _used;
    }

    private void FreeBlock()
    {
        NativeMemory.Free(_block);
        _block = null;
        _blockLength = 0;
        _used = 0;
    }
}
