using System.Text;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Reading;

namespace OtelGenAI.Storage.Tests.Builders;

/// <summary>Looks for bytes in everything that a tenant has on disk: rows, logs of files, free pages, and compressed segments.</summary>
internal static class StoredBytes
{
    /// <summary>Whether a text is in any file of a folder.</summary>
    public static bool IsAnywhere(string folder, string text) => IsAnywhere(folder, Encoding.UTF8.GetBytes(text));

    /// <summary>Whether bytes are in any file of a folder.</summary>
    public static bool IsAnywhere(string folder, byte[] bytes)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var all = new byte[file.Length];
            file.ReadExactly(all);
            if (all.AsSpan().IndexOf(bytes) >= 0 || (path.EndsWith(".db", StringComparison.Ordinal) && IsInSegments(path, bytes)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInSegments(string path, byte[] bytes)
    {
        using var connection = new SqliteConnection(path, SqliteAccess.Read);
        if (connection.QueryInt64("SELECT count(*) FROM sqlite_master WHERE name = 'segments'") == 0)
        {
            return false;
        }

        var reader = new DayReader(connection);
        List<long> segments = [];
        var query = connection.Statement("SELECT segment_no FROM segments");
        while (query.Step())
        {
            segments.Add(query.Int64(0));
        }

        query.Reset();
        return segments.Exists(segment => reader.Segment(segment).Span.IndexOf(bytes) >= 0);
    }
}
