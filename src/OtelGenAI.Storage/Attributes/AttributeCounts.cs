using System.Text;
using OtelGenAI.Telemetry;
using OtelGenAI.Telemetry.Content;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Storage.Attributes;

/// <summary>Counts the attributes of spans as they are stored: an array access and an addition each. Not thread-safe.</summary>
/// <param name="maxEntries">How many attributes, by type and service, are counted; further ones are only counted together.</param>
internal sealed class AttributeCounts(int maxEntries)
{
    // Traces repeat their labels with every span; those of others are read again.
    private const int MaxRememberedLabels = 256;

    private const int MaxKeyBytes = AttributeKeyTable.MaxKeyBytes;

    private readonly Dictionary<CatalogueKey, CatalogueEntry> _entries = [];
    private readonly Dictionary<(AttributeSource Source, string? Service), CatalogueEntry?[]> _byKeyId = [];
    private readonly Dictionary<string, List<(CatalogueKey Key, byte[] Value)>> _labels = new(StringComparer.Ordinal);
    private readonly Utf8StringPool _services = new();
    private AttributeKeyTable? _keys;
    private TelemetryBatch? _batch;
    private int _resource = -1;
    private long _spansOfResource;
    private long _resourceTime;
    private string? _service;
    private CatalogueEntry?[] _ofSpans = [];

    /// <summary>Entries that were added or changed since they were written last.</summary>
    public List<CatalogueEntry> Changed { get; } = [];

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<CatalogueEntry> Entries => _entries.Values;

    /// <summary>Attributes that were not counted apart.</summary>
    public long Uncounted { get; set; }

    /// <summary>Counts the attributes of a span that was just stored.</summary>
    public void Add(TelemetryBatch batch, int spanIndex)
    {
        ref readonly var span = ref batch.Spans[spanIndex];
        if (!ReferenceEquals(batch, _batch) || span.ResourceIndex != _resource)
        {
            TurnTo(batch, span.ResourceIndex);
        }

        var (time, _) = SpanTimes.Normalize(span.StartUnixNano, span.EndUnixNano);
        _spansOfResource++;
        _resourceTime = Math.Max(_resourceTime, time);
        _ofSpans = AddAll(batch, span.Attributes, AttributeSource.Span, _ofSpans, time, count: 1);
        AddLabels(batch.Columns[spanIndex].Labels, time, count: 1);
    }

    /// <summary>Counts what was put off: the attributes of the last resource.</summary>
    public void Complete()
    {
        if (_batch is { } batch && _spansOfResource > 0)
        {
            var table = Table(AttributeSource.Resource, _service);
            AddAll(batch, batch.Resources[_resource].Attributes, AttributeSource.Resource, table, _resourceTime, _spansOfResource);
            AddLabels(batch.ResourceColumns[_resource].Labels, _resourceTime, _spansOfResource);
        }

        _batch = null;
        _resource = -1;
        _spansOfResource = 0;
        _resourceTime = long.MinValue;
    }

    /// <summary>Puts back an entry that was stored.</summary>
    public void Restore(CatalogueEntry entry) => _entries[entry.Key] = entry;

    private void TurnTo(TelemetryBatch batch, int resource)
    {
        Complete();
        if (!ReferenceEquals(batch.Keys, _keys))
        {
            _keys = batch.Keys;
            _byKeyId.Clear();
        }

        (_batch, _resource) = (batch, resource);
        _service = _services.Get(batch.ResourceColumns[resource].ServiceName.Span);
        _ofSpans = Table(AttributeSource.Span, _service);
    }

    private CatalogueEntry?[] Table(AttributeSource source, string? service)
    {
        if (!_byKeyId.TryGetValue((source, service), out var table))
        {
            // Services that clients make up must not each keep a table of all keys.
            if (_byKeyId.Count >= 256)
            {
                _byKeyId.Clear();
            }

            _byKeyId[(source, service)] = table = new CatalogueEntry?[Math.Max(256, _keys!.Count)];
        }

        return table;
    }

    private CatalogueEntry?[] AddAll(TelemetryBatch batch, RowRange attributes, AttributeSource source, CatalogueEntry?[] table, long time, long count)
    {
        foreach (ref readonly var row in batch.Attributes.Slice(attributes.First, attributes.Count))
        {
            var entry = (uint)row.KeyId < (uint)table.Length ? table[row.KeyId] : null;
            while (entry is not null && entry.Key.Type != row.Type)
            {
                entry = entry.OtherType;
            }

            if (entry is null && (entry = Find(batch, in row, source, ref table)) is null)
            {
                Uncounted += count;
                continue;
            }

            if (!entry.IsChanged)
            {
                entry.IsChanged = true;
                Changed.Add(entry);
            }

            entry.Add(batch, in row, time, count);
        }

        return table;
    }

    private void AddLabels(string? text, long time, long count)
    {
        if (text is null)
        {
            return;
        }

        if (!_labels.TryGetValue(text, out var labels))
        {
            if (_labels.Count >= MaxRememberedLabels)
            {
                _labels.Clear();
            }

            _labels[text] = labels = [.. CatalogueLabels.Read(text)];
        }

        foreach (var (key, value) in labels)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                if (_entries.Count >= maxEntries)
                {
                    Uncounted += count;
                    continue;
                }

                _entries[key] = entry = new CatalogueEntry(key, isContent: false);
            }

            if (!entry.IsChanged)
            {
                entry.IsChanged = true;
                Changed.Add(entry);
            }

            entry.Add(value, time, count);
        }
    }

    private CatalogueEntry? Find(TelemetryBatch batch, in ValueRow row, AttributeSource source, ref CatalogueEntry?[] table)
    {
        if (row.KeyId == AttributeKeyTable.NotInterned || row.Key.Length > MaxKeyBytes)
        {
            return null;
        }

        var bytes = batch.Bytes(row.Key);
        var key = new CatalogueKey(source, _service, Encoding.UTF8.GetString(bytes), row.Type);
        if (!_entries.TryGetValue(key, out var entry))
        {
            if (_entries.Count >= maxEntries)
            {
                return null;
            }

            _entries[key] = entry = new CatalogueEntry(key, ContentAttributes.Contains(bytes));
        }

        if (row.KeyId >= table.Length)
        {
            Array.Resize(ref table, Math.Max(table.Length * 2, row.KeyId + 1));
            _byKeyId[(source, _service)] = table;
        }

        entry.OtherType = table[row.KeyId] is { } other && !ReferenceEquals(other, entry) ? other : entry.OtherType;
        return table[row.KeyId] = entry;
    }
}
