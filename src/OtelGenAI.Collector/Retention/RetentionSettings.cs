using OtelGenAI.Collector.Hosting;
using OtelGenAI.Collector.Tenants;
using OtelGenAI.Storage;
using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Retention;

/// <summary>The retention of each tenant, from the configuration.</summary>
internal sealed class RetentionSettings
{
    public const string SectionName = "Storage:Retention";
    public const string TenantSectionName = "Retention";

    // A timer cannot wait longer, and nobody needs it to.
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(1);

    private readonly IConfiguration _configuration;

    /// <summary>Checks the settings of all tenants.</summary>
    /// <exception cref="StartupException">One is impossible.</exception>
    public RetentionSettings(IConfiguration configuration)
    {
        _configuration = configuration;
        var defaults = Read(tenant: null);
        Check(defaults, SectionName);
        if (defaults.SweepEvery <= TimeSpan.Zero || defaults.SweepEvery > LongestPeriod)
        {
            throw new StartupException($"{SectionName}:{nameof(defaults.SweepEvery)} must be more than 0 and at most {LongestPeriod}.");
        }

        SweepEvery = defaults.SweepEvery;
        foreach (var tenant in configuration.GetSection(TenantSettings.SectionName).GetChildren())
        {
            Check(Read(tenant.Key), $"{tenant.Path}:{TenantSectionName}");
        }
    }

    /// <summary>How often it is looked.</summary>
    public TimeSpan SweepEvery { get; }

    /// <summary>What of a tenant's spans and log records may stay.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="metricBytes">Bytes that its metrics have.</param>
    public RetentionLimits Of(TenantId tenant, long metricBytes)
    {
        var options = Read(tenant.Name);
        long? maxBytes = options.MaxBytes == 0 ? null : options.MaxBytes;
        return new RetentionLimits(
            LimitOf(options.MaxAge), options.Metrics.MaxBytes is null && maxBytes is { } together ? Math.Max(0, together - metricBytes) : maxBytes)
        {
            MaxPayloadAge = LimitOf(options.MaxPayloadAge),
            PayloadRule = $"{PayloadSettingOf(tenant)} = {options.MaxPayloadAge}",
        };
    }

    /// <summary>What of a tenant's metrics may stay.</summary>
    public RetentionLimits OfMetrics(TenantId tenant)
    {
        var options = Read(tenant.Name);
        var maxBytes = options.Metrics.MaxBytes ?? options.MaxBytes;
        return new RetentionLimits(LimitOf(options.Metrics.MaxAge ?? options.MaxAge), maxBytes == 0 ? null : maxBytes);
    }

    // The setting that decides, so that who misses a payload knows where to look.
    private string PayloadSettingOf(TenantId tenant)
    {
        var own = $"{TenantSettings.SectionName}:{tenant.Name}:{TenantSectionName}:{nameof(RetentionOptions.MaxPayloadAge)}";
        return _configuration[own] is null ? $"{SectionName}:{nameof(RetentionOptions.MaxPayloadAge)}" : own;
    }

    private static TimeSpan? LimitOf(TimeSpan maxAge) => maxAge == TimeSpan.Zero ? null : maxAge;

    private RetentionOptions Read(string? tenant)
    {
        var options = new RetentionOptions();
        _configuration.GetSection(SectionName).Bind(options);
        if (tenant is not null)
        {
            _configuration.GetSection($"{TenantSettings.SectionName}:{tenant}:{TenantSectionName}").Bind(options);
        }

        return options;
    }

    private static void Check(RetentionOptions options, string section)
    {
        (string Name, TimeSpan? Value)[] ages = [(nameof(options.MaxAge), options.MaxAge), (nameof(options.MaxPayloadAge), options.MaxPayloadAge), ("Metrics:MaxAge", options.Metrics.MaxAge)];
        foreach (var (name, age) in ages)
        {
            if (age < TimeSpan.Zero)
            {
                throw new StartupException($"{section}:{name} must be 0 (keep everything) or more.");
            }
        }

        (string Name, long? Value)[] sizes = [(nameof(options.MaxBytes), options.MaxBytes), ("Metrics:MaxBytes", options.Metrics.MaxBytes)];
        foreach (var (name, size) in sizes)
        {
            if (size < 0)
            {
                throw new StartupException($"{section}:{name} must be 0 (no limit) or more.");
            }
        }
    }
}
