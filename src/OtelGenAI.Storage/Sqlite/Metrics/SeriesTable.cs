using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using OtelGenAI.Storage.Metrics;
using OtelGenAI.Storage.Sqlite.Native;
using OtelGenAI.Storage.Sqlite.Writing;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Sqlite.Metrics;

/// <summary>Stores each series once per file, and says its number.</summary>
/// <param name="connection">The writer's connection.</param>
/// <param name="maxSeries">How many series the file may have.</param>
internal sealed class SeriesTable(SqliteConnection connection, int maxSeries) : IDisposable
{
    // Clients that write attributes in varying order have several entries per series.
    private const int MaxRemembered = 200_000;

    private readonly MetricSeriesIdentity _identity = new();
    private readonly EnvelopeTable _envelopes = new(connection, keepsLabels: false);
    private readonly Dictionary<ulong, (long No, MetricSeriesId Id)> _numbers = [];
    private long _count = connection.QueryInt64("SELECT count(*) FROM series");
    private long _lastNo = connection.QueryInt64("SELECT max(series_no) FROM series");

    /// <summary>The number of a point's series.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="metricHash">From <see cref="MetricSeriesIdentity.HashOf"/>.</param>
    /// <param name="point">The point.</param>
    /// <param name="id">Its identity.</param>
    /// <returns>0 when it would be a new series, and the file may have no more.</returns>
    public long Number(TelemetryBatch batch, ulong metricHash, in DataPointRow point, out MetricSeriesId id)
    {
        var quick = MetricSeriesIdentity.QuickHash(batch, metricHash, point);
        if (_numbers.TryGetValue(quick, out var known))
        {
            id = known.Id;
            return known.No;
        }

        id = _identity.IdOf(batch, point);
        var number = Find(id);
        if (number == 0)
        {
            if (_count >= maxSeries)
            {
                return 0;
            }

            number = Add(batch, point, id);
        }

        if (_numbers.Count >= MaxRemembered)
        {
            _numbers.Clear();
        }

        _numbers[quick] = (number, id);
        return number;
    }

    public void Dispose()
    {
        _identity.Dispose();
        _envelopes.Dispose();
    }

    /// <summary>Binds a series' identity.</summary>
    public static void BindId(SqliteStatement statement, int index, MetricSeriesId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id.Value);
        statement.BindBlob(index, bytes);
    }

    private long Find(MetricSeriesId id)
    {
        var query = connection.Statement("SELECT series_no FROM series WHERE series_id = ?");
        try
        {
            BindId(query, 1, id);
            return query.Step() ? query.Int64(0) : 0;
        }
        finally
        {
            query.Reset();
        }
    }

    private long Add(TelemetryBatch batch, in DataPointRow point, MetricSeriesId id)
    {
        ref readonly var metric = ref batch.Metrics.Metrics[point.MetricIndex];
        var series = MetricRecords.SeriesOf(batch, point);
        var number = ++_lastNo;
        _count++;
        var insert = connection.Statement(
            "INSERT INTO series(series_no, series_id, name, kind, unit, description, temporality, is_monotonic, attributes, resource_key, " +
            "resource_no, scope_no, metric_no, data_no) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.Bind(1, number);
        BindId(insert, 2, id);
        insert.BindText(3, batch.Bytes(metric.Name));
        insert.Bind(4, (long)metric.Kind);
        insert.BindText(5, batch.Bytes(metric.Unit));
        insert.BindText(6, batch.Bytes(metric.Description));
        insert.Bind(7, (long)metric.Temporality);
        insert.Bind(8, metric.IsMonotonic ? 1 : 0);
        insert.BindText(9, AttributesText(series.Attributes));
        insert.BindText(10, series.ResourceKey);
        insert.Bind(11, _envelopes.Number(batch.Bytes(batch.Resources[metric.ResourceIndex].Envelope), batch.ResourceColumns[metric.ResourceIndex]));
        insert.Bind(12, _envelopes.Number(batch.Bytes(batch.Scopes[metric.ScopeIndex].Envelope), default));
        insert.Bind(13, _envelopes.Number(batch.Bytes(metric.Envelope), default));
        insert.Bind(14, _envelopes.Number(batch.Bytes(metric.DataEnvelope), default));
        insert.Run();
        return number;
    }

    /// <summary>Attributes as a JSON object of texts.</summary>
    private static string AttributesText(IReadOnlyDictionary<string, string> attributes)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            foreach (var (key, value) in attributes)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length));
    }
}
