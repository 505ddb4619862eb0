using System.Diagnostics.CodeAnalysis;

namespace OtelGenAI.Storage.Sqlite.Native;

/// <summary>SQLite refused or failed. Never leaves the engine: see <see cref="StoreFailure"/>.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Internal, and without a file and a result code it says nothing.")]
internal sealed class SqliteException(string path, int extendedCode, string detail)
    : IOException($"{path}: {detail} (SQLite result {extendedCode}).")
{
    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>What kind of failure.</summary>
    public SqliteResult Result => (SqliteResult)(extendedCode & 0xFF);

    /// <summary>
    /// Whether a change of the file was cut off and has to be undone first, which a connection that only reads cannot do
    /// (SQLITE_READONLY_ROLLBACK).
    /// </summary>
    public bool IsCutOff => extendedCode == ((3 << 8) | (int)SqliteResult.ReadOnly);

    /// <summary>What SQLite said.</summary>
    public string Detail => $"{detail}, SQLite result {extendedCode}";
}
