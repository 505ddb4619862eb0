using System.Reflection;
using System.Runtime.InteropServices;

namespace OtelGenAI.EndToEnd.Tests;

/// <summary>Asks SQLite itself whether a file of the store is sound; with the library that is packaged with the program.</summary>
internal static partial class IntegrityCheck
{
    private const string Library = "e_sqlite3";
    private const int OpenReadWrite = 2;
    private const int Row = 100;

    static IntegrityCheck() => NativeLibrary.SetDllImportResolver(typeof(IntegrityCheck).Assembly, Resolve);

    /// <summary>What <c>PRAGMA integrity_check</c> says: <c>ok</c>, or what is wrong.</summary>
    public static string Of(string path)
    {
        if (Open(path, out var database, OpenReadWrite, null) != 0)
        {
            return $"{path} cannot be opened.";
        }

        try
        {
            var prepared = Prepare(database, "PRAGMA integrity_check", -1, out var statement, out _);
            var answer = prepared == 0 && Step(statement) == Row ? Marshal.PtrToStringUTF8(ColumnText(statement, 0))! : $"{path} cannot be read.";
            _ = Finalize(statement);
            return answer;
        }
        finally
        {
            _ = Close(database);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        var natives = Path.Combine(Path.GetDirectoryName(Checkout.CollectorProgram)!, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        return name == Library && Directory.Exists(natives) ? NativeLibrary.Load(Directory.GetFiles(natives, $"*{Library}*").Single()) : 0;
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_open_v2", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, out nint database, int flags, string? vfs);

    [LibraryImport(Library, EntryPoint = "sqlite3_prepare_v2", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Prepare(nint database, string sql, int length, out nint statement, out nint tail);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_text")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ColumnText(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_finalize")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Finalize(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(nint database);
}
