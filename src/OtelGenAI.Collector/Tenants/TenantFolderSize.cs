namespace OtelGenAI.Collector.Tenants;

/// <summary>How much of the disk a tenant uses: the size of its folder, measured again when the last figure is old.</summary>
/// <remarks>Thread-safe. A folder holds a file per day, so measuring is a listing of a few dozen names.</remarks>
internal sealed class TenantFolderSize(string folder, TimeProvider clock)
{
    // A tenant can pass its quota by what it sends in this time; the rate quotas bound that.
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(10);

    private readonly Lock _measuring = new();
    private long? _measuredAt;
    private long _bytes;

    /// <summary>Bytes, at most ten seconds old.</summary>
    public long Bytes
    {
        get
        {
            lock (_measuring)
            {
                if (_measuredAt is not { } at || clock.GetElapsedTime(at) >= FreshFor)
                {
                    _bytes = Measure();
                    _measuredAt = clock.GetTimestamp();
                }

                return _bytes;
            }
        }
    }

    private long Measure()
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No folder yet, or a file that was deleted while it was counted: the figure from before is the best there is.
            return _bytes;
        }
    }
}
