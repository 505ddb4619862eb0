using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OtelGenAI.Storage.Sqlite;
using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Tests.Sqlite.Faults;

/// <summary>What a failing disk answers.</summary>
public enum DiskFault
{
    /// <summary>No space left: the n-th write fails, and every later one until there is room again.</summary>
    Full,

    /// <summary>An input/output error: the n-th change of a file fails, once; of a write, half has happened.</summary>
    Error,
}

/// <summary>A layer below SQLite, in this process only, that makes the n-th change of a file below a folder fail.</summary>
/// <remarks>
/// A VFS that is the system's, but for how files below the folder are opened, deleted, written, synced and truncated. Syncing them is only counted:
/// these tests are about errors, and a process that is killed loses nothing that was written. Source: sqlite.org/c3ref/vfs.html, io_methods.html.
/// </remarks>
internal sealed unsafe class FaultyFiles : IDisposable
{
    private const int Ok = 0, DiskIsFull = 13, CannotOpen = 14, WriteFailed = 778, SyncFailed = 1034, TruncateFailed = 1546, DeleteFailed = 2570;

    private static readonly Lock Registering = new();
    private static readonly ConcurrentDictionary<nint, FaultyFiles> ByFile = new();
    private static readonly ConcurrentDictionary<string, FaultyFiles> ByFolder = new(StringComparer.Ordinal);
    private static Vfs* s_system;
    private static Vfs* s_ours;
    private static IOMethods* s_systemMethods;
    private static IOMethods* s_ourMethods;

    private readonly string _folder;
    private readonly DiskFault _fault;
    private readonly int _at;
    private int _changes;
    private bool _isMended;

    /// <summary>Begins to count.</summary>
    /// <param name="folder">Files below it fail.</param>
    /// <param name="fault">How.</param>
    /// <param name="at">At which change, from 1 on.</param>
    public FaultyFiles(string folder, DiskFault fault, int at)
    {
        Register();
        (_folder, _fault, _at) = (folder, fault, at);
        ByFolder[folder] = this;
    }

    /// <summary>Whether the change was reached.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Flushes a log, as the store does on another thread.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public void Flush(SafeFileHandle log)
    {
        ObjectDisposedException.ThrowIf(log.IsClosed, log);
        if (Fails(isWrite: false))
        {
            throw new IOException("Input/output error");
        }
    }

    /// <summary>Makes room on the disk.</summary>
    public void Mend() => _isMended = true;

    public void Dispose() => ByFolder.TryRemove(_folder, out _);

    private bool Fails(bool isWrite)
    {
        if (_isMended || (_fault == DiskFault.Full && !isWrite))
        {
            return false;
        }

        var change = Interlocked.Increment(ref _changes);
        var fails = _fault == DiskFault.Full ? change >= _at : change == _at;
        HasFailed |= fails;
        return fails;
    }

    private static FaultyFiles? Of(byte* path)
    {
        var text = path is null ? "" : Marshal.PtrToStringUTF8((nint)path)!;
        foreach (var (folder, files) in ByFolder)
        {
            if (text.StartsWith(folder, StringComparison.Ordinal))
            {
                return files;
            }
        }

        return null;
    }

    private static void Register()
    {
        lock (Registering)
        {
            if (s_ours is not null)
            {
                return;
            }

            var origin = SqliteLibrary.Load(SqliteLibraryChoice.Newest).Origin;
            var library = NativeLibrary.Load(origin == "packaged" ? SqliteNative.Library : origin, typeof(SqliteNative).Assembly, searchPath: null);
            s_system = ((delegate* unmanaged[Cdecl]<byte*, Vfs*>)NativeLibrary.GetExport(library, "sqlite3_vfs_find"))(null);
            var ours = (Vfs*)NativeMemory.AllocZeroed((nuint)sizeof(Vfs));
            *ours = *s_system;
            ours->Name = (byte*)Marshal.StringToCoTaskMemUTF8("faulty");
            ours->Open = &Open;
            ours->Delete = &Delete;
            s_ours = ours;
            ((delegate* unmanaged[Cdecl]<Vfs*, int, int>)NativeLibrary.GetExport(library, "sqlite3_vfs_register"))(ours, 1);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Vfs* vfs, byte* path, OpenedFile* file, int flags, int* outFlags)
    {
        var files = Of(path);
        if (files is not null && files.Fails(isWrite: false))
        {
            file->Methods = null;
            return CannotOpen;
        }

        var result = s_system->Open(s_system, path, file, flags, outFlags);
        if (result == Ok && files is not null)
        {
            ByFile[(nint)file] = files;
            file->Methods = OurMethods(file->Methods);
        }

        return result;
    }

    // All files on a disk have the same methods, so one copy does.
    private static IOMethods* OurMethods(IOMethods* system)
    {
        lock (Registering)
        {
            if (s_ourMethods is null)
            {
                var ours = (IOMethods*)NativeMemory.AllocZeroed((nuint)sizeof(IOMethods));
                *ours = *system;
                ours->Close = &Close;
                ours->Write = &Write;
                ours->Truncate = &Truncate;
                ours->Sync = &Sync;
                s_systemMethods = system;
                s_ourMethods = ours;
            }

            return system == s_systemMethods ? s_ourMethods : system;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(Vfs* vfs, byte* path, int syncFolder) =>
        Of(path)?.Fails(isWrite: false) == true ? DeleteFailed : s_system->Delete(s_system, path, syncFolder);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(OpenedFile* file)
    {
        ByFile.TryRemove((nint)file, out _);
        return s_systemMethods->Close(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(OpenedFile* file, byte* bytes, int count, long offset)
    {
        if (!ByFile.TryGetValue((nint)file, out var files) || !files.Fails(isWrite: true))
        {
            return s_systemMethods->Write(file, bytes, count, offset);
        }

        if (files._fault == DiskFault.Full)
        {
            return DiskIsFull;
        }

        _ = s_systemMethods->Write(file, bytes, count / 2, offset);
        return WriteFailed;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(OpenedFile* file, long length) =>
        ByFile.TryGetValue((nint)file, out var files) && files.Fails(isWrite: false) ? TruncateFailed : s_systemMethods->Truncate(file, length);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(OpenedFile* file, int flags) =>
        !ByFile.TryGetValue((nint)file, out var files) ? s_systemMethods->Sync(file, flags) : files.Fails(isWrite: false) ? SyncFailed : Ok;

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenedFile
    {
        public IOMethods* Methods;
    }

    [StructLayout(LayoutKind.Sequential)]
    [SuppressMessage("Performance", "CA1823", Justification = "Laid out as SQLite's; what is not replaced is only copied.")]
    private struct Vfs
    {
        public int Version, FileSize, MaxPath;
        public Vfs* Next;
        public byte* Name;
        public void* Data;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, OpenedFile*, int, int*, int> Open;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int> Delete;
        public RestOfVfs Rest;
    }

    [InlineArray(14)]
    [SuppressMessage("Style", "IDE0044", Justification = "An inline array has one field.")]
    private struct RestOfVfs
    {
        private nint _function;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct IOMethods
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<OpenedFile*, int> Close;
        public nint Read;
        public delegate* unmanaged[Cdecl]<OpenedFile*, byte*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<OpenedFile*, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<OpenedFile*, int, int> Sync;
        public RestOfMethods Rest;
    }

    [InlineArray(13)]
    [SuppressMessage("Style", "IDE0044", Justification = "An inline array has one field.")]
    private struct RestOfMethods
    {
        private nint _function;
    }
}
