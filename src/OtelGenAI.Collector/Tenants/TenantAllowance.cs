using OtelGenAI.Collector.Receivers;
using OtelGenAI.Otlp.Responses;

namespace OtelGenAI.Collector.Tenants;

/// <summary>What one tenant may still use.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class TenantAllowance
{
    // Retention frees whole days; asking more often than this finds nothing new.
    private static readonly TimeSpan StorageRetry = TimeSpan.FromMinutes(1);

    private readonly string _section;
    private readonly TenantOptions _options;
    private readonly TokenBucket? _bytes;
    private readonly TokenBucket? _spans;
    private readonly TokenBucket? _records;
    private readonly TenantFolderSize _storage;

    public TenantAllowance(string tenant, TenantOptions options, AdmissionBudget all, string dataFolder, TimeProvider clock)
    {
        _section = $"{TenantSettings.SectionName}:{tenant}";
        _options = options;
        _bytes = options.BytesPerSecond > 0 ? new TokenBucket(options.BytesPerSecond, clock) : null;
        _spans = options.SpansPerSecond > 0 ? new TokenBucket(options.SpansPerSecond, clock) : null;
        _records = options.RecordsPerSecond > 0 ? new TokenBucket(options.RecordsPerSecond, clock) : null;
        _storage = new TenantFolderSize(Path.Combine(dataFolder, tenant), clock);
        InFlight = new AdmissionBudget(options.InFlightBytes, $"{_section}:{nameof(options.InFlightBytes)}", all);
    }

    /// <summary>The tenant's share of the bytes that may be under way.</summary>
    public AdmissionBudget InFlight { get; }

    /// <summary>Whether a request may come in, before anything of it is read.</summary>
    /// <param name="signal">What it carries.</param>
    /// <exception cref="RefusedRequestException">A quota is used up.</exception>
    public void Check(OtlpSignal signal)
    {
        Check(_bytes, "bytes", _options.BytesPerSecond, nameof(_options.BytesPerSecond));
        if (signal == OtlpSignal.Traces)
        {
            Check(_spans, "spans", _options.SpansPerSecond, nameof(_options.SpansPerSecond));
        }
        else
        {
            Check(_records, "records", _options.RecordsPerSecond, nameof(_options.RecordsPerSecond));
        }

        if (_options.StorageBytes > 0 && _storage.Bytes >= _options.StorageBytes)
        {
            throw new RefusedRequestException(
                Refusal.OverQuota, "over_storage", $"The tenant's folder has {_storage.Bytes} bytes; its quota is {_options.StorageBytes} ({_section}:{nameof(_options.StorageBytes)}).")
            {
                RetryAfter = StorageRetry,
            };
        }
    }

    /// <summary>Counts the bytes of a request, decompressed.</summary>
    public void TakeBytes(long count) => _bytes?.Take(count);

    /// <summary>Counts the spans, log records or data points of a request.</summary>
    public void Take(OtlpSignal signal, long count) => (signal == OtlpSignal.Traces ? _spans : _records)?.Take(count);

    private void Check(TokenBucket? bucket, string what, long rate, string setting)
    {
        if (bucket?.Wait() is { } wait && wait > TimeSpan.Zero)
        {
            throw new RefusedRequestException(
                Refusal.OverQuota, $"over_{what}_per_second", $"The tenant sends more than its quota of {rate} {what} per second ({_section}:{setting}).")
            {
                RetryAfter = wait,
            };
        }
    }
}
