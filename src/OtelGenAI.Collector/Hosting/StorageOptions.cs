namespace OtelGenAI.Collector.Hosting;

/// <summary>Limits of the store: <c>Storage</c>. How long telemetry stays is <see cref="Retention.RetentionOptions"/>.</summary>
internal sealed class StorageOptions
{
    public const string SectionName = "Storage";

    /// <summary>Most time series that a tenant's metrics may have on one day; points of further ones are refused, and the client is told.</summary>
    /// <value>Default 100,000: thirty times what a hundred services with our instrumentation have, and 100 MB of memory at most.</value>
    public int MaxMetricSeries { get; set; } = 100_000;

    /// <summary>Whether the words of what spans and log records say are indexed, behind the commits. A search without the index reads traces instead.</summary>
    /// <value>Default <see langword="true"/>: a tenth of a processor while spans arrive.</value>
    public bool IndexText { get; set; } = true;

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="StartupException">One is impossible.</exception>
    public static StorageOptions Read(IConfiguration configuration)
    {
        var options = new StorageOptions();
        try
        {
            configuration.GetSection(SectionName).Bind(options);
        }
        catch (InvalidOperationException e)
        {
            // The binder names the key.
            throw new StartupException(e.Message);
        }

        return options.MaxMetricSeries >= 1
            ? options
            : throw new StartupException($"{SectionName}:{nameof(MaxMetricSeries)} must be at least 1.");
    }
}
