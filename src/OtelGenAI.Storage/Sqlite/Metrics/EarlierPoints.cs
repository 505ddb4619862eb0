using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite.Days;
using OtelGenAI.Storage.Sqlite.Native;

namespace OtelGenAI.Storage.Sqlite.Metrics;

/// <summary>Finds points in the files of earlier days, so that a retry after midnight changes nothing. Not thread-safe.</summary>
/// <remarks>Only files that have points of that time are asked: for what a client measures today, usually none.</remarks>
/// <param name="connections">Opens the files.</param>
/// <param name="newestFirst">The earlier files.</param>
internal sealed class EarlierPoints(DayConnections connections, IReadOnlyList<DayFile> newestFirst) : IDisposable
{
    // A retry comes within minutes, or hours from a persistent queue; asking every file of a month would make every start slower.
    private const int MaxFiles = 3;

    private readonly List<(SqliteConnection Connection, MetricRange Extent)> _files = [];
    private bool _isOpen;

    /// <summary>Hash of the point of a series and time, or <see langword="null"/>.</summary>
    public ulong? FindHash(MetricSeriesId id, long time)
    {
        Open();
        foreach (var (connection, extent) in _files)
        {
            if (time >= extent.FromUnixNano && time <= extent.ToUnixNano && Find(connection, id, time) is { } hash)
            {
                return hash;
            }
        }

        return null;
    }

    public void Dispose()
    {
        _files.ForEach(file => connections.Close(file.Connection));
        _files.Clear();
    }

    private static ulong? Find(SqliteConnection connection, MetricSeriesId id, long time)
    {
        var query = connection.Statement(
            "SELECT content_hash FROM points WHERE series_no = (SELECT series_no FROM series WHERE series_id = ?) AND time = ?");
        try
        {
            SeriesTable.BindId(query, 1, id);
            query.Bind(2, time);
            return query.Step() ? (ulong)query.Int64(0) : null;
        }
        finally
        {
            query.Reset();
        }
    }

    private void Open()
    {
        if (_isOpen)
        {
            return;
        }

        _isOpen = true;
        foreach (var file in newestFirst.Take(MaxFiles).Where(file => File.Exists(file.Path)))
        {
            try
            {
                var connection = connections.OpenReader(file.Path);
                _files.Add((connection, default));
                _files[^1] = (connection, MetricExtent.Read(connection));
            }
            catch (Exception failure) when (StoreFailure.IsWorld(failure))
            {
                // A damaged day must not keep today's points out. Whoever reads that day is told.
            }
        }
    }
}
