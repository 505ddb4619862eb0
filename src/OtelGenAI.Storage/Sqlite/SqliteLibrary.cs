using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Sqlite;

/// <summary>Which SQLite library to use.</summary>
public enum SqliteLibraryChoice
{
    /// <summary>The newer one of the packaged and the system's library.</summary>
    Newest,

    /// <summary>The packaged one, whatever the system has.</summary>
    Packaged,
}

/// <summary>The native SQLite library of this process.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Origin"><c>packaged</c>, or the name of the system's library.</param>
public sealed record SqliteLibrary(Version Version, string Origin)
{
    private static readonly Lock Loading = new();
    private static nint s_handle;
    private static SqliteLibrary? s_current;

    /// <summary>Whether it can index words (FTS5). Without, a search reads traces; the packaged library can.</summary>
    public bool HasFullText { get; init; }

    /// <summary>Defects of this version that an operator should know, in sentences; empty for a version without any that matter here.</summary>
    public IReadOnlyList<string> KnownDefects => HasWalResetDefect
        ? [$"SQLite {Version} can lose a transaction when two connections write or checkpoint one file at once (\"WAL-reset\", fixed in " +
            "3.51.3, 3.50.7 and 3.44.6). The store lets one connection per file do both, which avoids it; let no other program write the files."]
        : [];

    // Source: sqlite.org/wal.html, "The WAL-Reset Bug".
    private bool HasWalResetDefect => Version switch
    {
        { Major: > 3 } or { Minor: > 51 } or { Minor: 51, Build: >= 3 } => false,
        { Minor: 50, Build: >= 7 } or { Minor: 44, Build: >= 6 } => false,
        _ => true,
    };

    /// <summary>Loads the library, once per process: the first choice wins.</summary>
    /// <param name="choice">Which.</param>
    /// <returns>What was loaded, now or earlier.</returns>
    /// <exception cref="DllNotFoundException">Neither library is there for this platform.</exception>
    public static SqliteLibrary Load(SqliteLibraryChoice choice)
    {
        lock (Loading)
        {
            if (s_current is null)
            {
                (s_handle, s_current) = Choose(choice);
                NativeLibrary.SetDllImportResolver(typeof(SqliteNative).Assembly, Resolve);
            }

            return s_current;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == SqliteNative.Library ? s_handle : 0;

    private static (nint Handle, SqliteLibrary Library) Choose(SqliteLibraryChoice choice)
    {
        var assembly = typeof(SqliteNative).Assembly;
        var packaged = TryLoad("packaged", SqliteNative.Library, assembly);
        if (choice == SqliteLibraryChoice.Packaged && packaged is not null)
        {
            return packaged.Value;
        }

        // Only names with a stable interface. Windows' winsqlite3 is older than the package on most machines.
        var systemName = OperatingSystem.IsMacOS() ? "/usr/lib/libsqlite3.dylib" : OperatingSystem.IsWindows() ? null : "libsqlite3.so.0";
        var system = systemName is null ? null : TryLoad(systemName, systemName, assembly);
        return (packaged, system) switch
        {
            (null, null) => throw new DllNotFoundException(
                $"No SQLite library for {RuntimeInformation.RuntimeIdentifier}: neither '{SqliteNative.Library}' beside the program nor '{systemName}'. " +
                "Install the system's SQLite 3."),
            (null, { } only) => only,
            ({ } only, null) => only,
            ({ } ours, { } theirs) => theirs.Library.Version > ours.Library.Version ? theirs : ours,
        };
    }

    private static unsafe (nint Handle, SqliteLibrary Library)? TryLoad(string origin, string name, Assembly assembly)
    {
        if (!NativeLibrary.TryLoad(name, assembly, searchPath: null, out var handle))
        {
            return null;
        }

        // A build that cannot be used from several threads, or is not SQLite at all, is as good as none.
        if (!NativeLibrary.TryGetExport(handle, "sqlite3_libversion_number", out var number) ||
            !NativeLibrary.TryGetExport(handle, "sqlite3_threadsafe", out var threadSafe) ||
            ((delegate* unmanaged[Cdecl]<int>)threadSafe)() == 0)
        {
            return null;
        }

        var version = ((delegate* unmanaged[Cdecl]<int>)number)();
        return (handle, new SqliteLibrary(new Version(version / 1_000_000, version / 1_000 % 1_000, version % 1_000), origin) { HasFullText = HasOption(handle, "ENABLE_FTS5\0"u8) });
    }

    private static unsafe bool HasOption(nint handle, ReadOnlySpan<byte> option)
    {
        fixed (byte* name = option)
        {
            return NativeLibrary.TryGetExport(handle, "sqlite3_compileoption_used", out var used) && ((delegate* unmanaged[Cdecl]<byte*, int>)used)(name) != 0;
        }
    }

    /// <summary>Version and origin, for a log line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"SQLite {Version} ({Origin}), {(HasFullText ? "with FTS5 for the index of words" : "without FTS5: a search reads traces")}");
}
